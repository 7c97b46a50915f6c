-- CreateTable
CREATE TABLE "admin_change" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" UUID,
    "subject_name" TEXT NOT NULL,
    "before" JSONB NOT NULL,
    "after" JSONB NOT NULL,

    CONSTRAINT "admin_change_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "admin_change_at_id_idx" ON "admin_change"("at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "admin_change_actor_id_idx" ON "admin_change"("actor_id");

-- AddForeignKey
ALTER TABLE "admin_change" ADD CONSTRAINT "admin_change_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- History is written once.
CREATE FUNCTION admin_change_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'admin_change is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER admin_change_is_final BEFORE UPDATE OR DELETE ON admin_change
  FOR EACH ROW EXECUTE FUNCTION admin_change_is_final();
