-- AlterTable
ALTER TABLE "instance" ADD COLUMN     "given_id" TEXT;

-- One text said where it lives, and how it knew: by its data folder, by PHASE_INSTANCE_ID, or by the database.
UPDATE "instance" SET "home" = 'folder:' || substr("home", length('set:folder-') + 1) WHERE "home" LIKE 'set:folder-%';
UPDATE "instance" SET "given_id" = substr("home", length('set:') + 1), "home" = NULL WHERE "home" LIKE 'set:%';
