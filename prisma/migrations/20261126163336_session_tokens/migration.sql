-- AlterTable
ALTER TABLE "instance" ADD COLUMN     "setup_nonce" TEXT NOT NULL DEFAULT '';

-- The cookies of before hold an id, which is stored as it is: everyone signs in again.
DELETE FROM "session";

-- AlterTable
ALTER TABLE "session" ADD COLUMN     "token_hash" TEXT NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "session_token_hash_key" ON "session"("token_hash");
