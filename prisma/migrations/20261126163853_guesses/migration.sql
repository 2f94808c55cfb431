-- CreateTable
CREATE TABLE "guess" (
    "key" TEXT NOT NULL,
    "tries" INTEGER NOT NULL,
    "open_at" TIMESTAMPTZ(6) NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "guess_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "guess_at_idx" ON "guess"("at");
