-- CreateTable
CREATE TABLE "push_removal" (
    "endpoint" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "removed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "push_removal_pkey" PRIMARY KEY ("endpoint")
);

-- CreateIndex
CREATE INDEX "push_removal_account_id_idx" ON "push_removal"("account_id");

-- AddForeignKey
ALTER TABLE "push_removal" ADD CONSTRAINT "push_removal_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;
