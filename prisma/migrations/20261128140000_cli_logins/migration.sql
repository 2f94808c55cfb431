-- CreateTable
CREATE TABLE "cli_login" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "ip" TEXT,
    "token_hash" TEXT NOT NULL,
    "token_hint" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "approved" BOOLEAN,

    CONSTRAINT "cli_login_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "cli_login_code_key" ON "cli_login"("code");

-- CreateIndex
CREATE INDEX "cli_login_expires_at_idx" ON "cli_login"("expires_at");
