-- AlterTable
ALTER TABLE "outbox" ADD COLUMN     "mail_attempts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "mail_due_at" TIMESTAMPTZ(3),
ADD COLUMN     "mail_error" TEXT,
ADD COLUMN     "mail_id" UUID,
ADD COLUMN     "mailed_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "notify_setting" ADD COLUMN     "digest_at" INTEGER,
ADD COLUMN     "digest_attempts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "digest_day" TEXT,
ADD COLUMN     "digest_due_at" TIMESTAMPTZ(3),
ADD COLUMN     "digest_lease_until" TIMESTAMPTZ(3),
ADD COLUMN     "digest_zone" TEXT;

-- Only what waits: the mail courier looks at the oldest of it every few seconds, however much was told before.
CREATE INDEX outbox_mail_due ON outbox (mail_due_at) WHERE mail_due_at IS NOT NULL;
CREATE INDEX notify_setting_digest_due ON notify_setting (digest_due_at) WHERE digest_due_at IS NOT NULL;

-- The digest is whole or not there, and then it is due some time.
ALTER TABLE notify_setting ADD CONSTRAINT notify_setting_digest CHECK (
  digest_at IS NULL AND digest_zone IS NULL AND digest_due_at IS NULL
  OR digest_at BETWEEN 0 AND 1439 AND digest_zone IS NOT NULL AND digest_due_at IS NOT NULL);

-- The newest lines by which somebody got a ticket from another: looked at for those that nobody touched
-- (server/assignments).
CREATE INDEX activity_assignment ON activity (arrived_at)
  WHERE type IN ('assignHandler', 'assignInvestigator', 'transfer', 'returnToInvestigate', 'reopen');
