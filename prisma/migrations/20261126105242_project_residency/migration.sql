-- AlterEnum
ALTER TYPE "output_name" ADD VALUE 'base_url';

-- AlterTable
ALTER TABLE "rotating_secret" ADD COLUMN     "project_residency" TEXT;

-- AlterTable
ALTER TABLE "minted_credential" ADD COLUMN     "project_residency" TEXT;
