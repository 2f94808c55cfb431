-- CreateTable
CREATE TABLE "reader" (
    "token_id" UUID NOT NULL,
    "rotating_secret_id" UUID NOT NULL,
    "credential_id" UUID NOT NULL,
    "read_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "reader_pkey" PRIMARY KEY ("rotating_secret_id","token_id")
);

-- CreateIndex
CREATE INDEX "reader_token_id_idx" ON "reader"("token_id");

-- AddForeignKey
ALTER TABLE "reader" ADD CONSTRAINT "reader_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "service_token"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reader" ADD CONSTRAINT "reader_rotating_secret_id_fkey" FOREIGN KEY ("rotating_secret_id") REFERENCES "rotating_secret"("id") ON DELETE CASCADE ON UPDATE CASCADE;
