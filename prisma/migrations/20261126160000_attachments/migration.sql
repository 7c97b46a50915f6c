-- CreateTable
CREATE TABLE "attachment" (
    "id" UUID NOT NULL,
    "ticket_id" UUID NOT NULL,
    "activity_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "sha256" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "media_type" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'expected',
    "detected_type" TEXT,
    "has_preview" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "stored_at" TIMESTAMPTZ(3),

    CONSTRAINT "attachment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "attachment_ticket_id_idx" ON "attachment"("ticket_id");

-- CreateIndex
CREATE INDEX "attachment_activity_id_idx" ON "attachment"("activity_id");

-- CreateIndex
CREATE INDEX "attachment_account_id_state_created_at_id_idx" ON "attachment"("account_id", "state", "created_at", "id");

-- CreateIndex
CREATE INDEX "attachment_sha256_idx" ON "attachment"("sha256");

-- AddForeignKey
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_activity_id_fkey" FOREIGN KEY ("activity_id") REFERENCES "activity"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A line that names files expects them of its author (SYNC C8), whoever writes the line. An id that is taken stays what
-- it is: naming another's attachment gives nobody a way to it. In the order of their ids, so that two that name the same
-- do not wait for each other.
CREATE FUNCTION attachment_expect() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO attachment (
    id, ticket_id, activity_id, account_id, sha256, size_bytes, media_type, name, created_at)
  SELECT
    named.id, NEW.ticket_id, NEW.id, NEW.actor_id, named.sha256, named."sizeBytes", named."mediaType", named.name,
    NEW.arrived_at
  FROM jsonb_to_recordset(NEW.details -> 'attachments') AS named (
    id uuid, sha256 text, "sizeBytes" int, "mediaType" text, name text)
  ORDER BY named.id
  ON CONFLICT (id) DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER attachment_expect AFTER INSERT ON activity FOR EACH ROW
  WHEN (jsonb_typeof(NEW.details -> 'attachments') = 'array' AND NEW.actor_id IS NOT NULL)
  EXECUTE FUNCTION attachment_expect();
