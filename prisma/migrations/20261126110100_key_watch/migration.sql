-- AlterTable
ALTER TABLE "minted_credential" ADD COLUMN     "key_refused_at" TIMESTAMPTZ(6),
ADD COLUMN     "key_removed_at" TIMESTAMPTZ(6),
ADD COLUMN     "usage_retry_at" TIMESTAMPTZ(6);

-- CreateTable
CREATE TABLE "key_watch" (
    "third_party_credential_id" UUID NOT NULL,
    "project_id" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "key_watch_pkey" PRIMARY KEY ("third_party_credential_id","project_id")
);

-- CreateIndex
CREATE INDEX "key_watch_due_at_idx" ON "key_watch"("due_at");

-- AddForeignKey
ALTER TABLE "key_watch" ADD CONSTRAINT "key_watch_third_party_credential_id_fkey" FOREIGN KEY ("third_party_credential_id") REFERENCES "third_party_credential"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand: what a look at a project's keys reads, among all that were ever minted there.
CREATE INDEX minted_credential_in_use ON minted_credential (third_party_credential_id, project_id)
  WHERE state IN ('ACTIVE', 'EXPIRING');
