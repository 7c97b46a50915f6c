-- CreateTable
CREATE TABLE "notify_rule" (
    "flow" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "told" TEXT NOT NULL,
    "inbox" BOOLEAN NOT NULL,
    "push" BOOLEAN NOT NULL,
    "mail" BOOLEAN NOT NULL,
    "changed_by_id" UUID NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notify_rule_pkey" PRIMARY KEY ("flow","action","told")
);

-- CreateTable
CREATE TABLE "notify_setting" (
    "account_id" UUID NOT NULL,
    "push" BOOLEAN NOT NULL DEFAULT true,
    "mail" BOOLEAN NOT NULL DEFAULT true,
    "quiet_from" INTEGER,
    "quiet_until" INTEGER,
    "zone" TEXT NOT NULL DEFAULT 'Asia/Taipei',
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notify_setting_pkey" PRIMARY KEY ("account_id")
);

-- CreateIndex
CREATE INDEX "notify_rule_changed_by_id_idx" ON "notify_rule"("changed_by_id");

-- AddForeignKey
ALTER TABLE "notify_rule" ADD CONSTRAINT "notify_rule_changed_by_id_fkey" FOREIGN KEY ("changed_by_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notify_setting" ADD CONSTRAINT "notify_setting_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Quiet hours are whole or not there.
ALTER TABLE notify_setting ADD CONSTRAINT notify_setting_quiet CHECK (
  quiet_from IS NULL AND quiet_until IS NULL
  OR quiet_from IS NOT NULL AND quiet_until IS NOT NULL AND quiet_from <> quiet_until
    AND quiet_from BETWEEN 0 AND 1439 AND quiet_until BETWEEN 0 AND 1439);
