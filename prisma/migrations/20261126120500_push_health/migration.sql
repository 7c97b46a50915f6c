-- AlterTable
ALTER TABLE "push_subscription"
  ADD COLUMN "vapid_key" TEXT,
  ADD COLUMN "shows_titles" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "active_at" TIMESTAMPTZ(3),
  ADD COLUMN "heard_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ADD COLUMN "last_error" TEXT;

-- Those of before were never asked to prove that they hear; none of them is lost by that.
UPDATE "push_subscription" SET "active_at" = coalesce("last_success_at", "created_at");

-- CreateTable
CREATE TABLE "push_probe" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "subscription_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "queued_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),
    "accepted_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3),
    "shown_at" TIMESTAMPTZ(3),

    CONSTRAINT "push_probe_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "push_subscription_heard_at_idx" ON "push_subscription"("heard_at");

-- CreateIndex
CREATE UNIQUE INDEX "push_probe_token_key" ON "push_probe"("token");

-- CreateIndex
CREATE INDEX "push_probe_state_due_at_idx" ON "push_probe"("state", "due_at");

-- CreateIndex
CREATE INDEX "push_probe_subscription_id_queued_at_idx" ON "push_probe"("subscription_id", "queued_at");

-- AddForeignKey
ALTER TABLE "push_probe" ADD CONSTRAINT "push_probe_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "push_subscription"("id") ON DELETE CASCADE ON UPDATE CASCADE;
