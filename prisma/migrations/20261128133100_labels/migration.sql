-- AlterTable
ALTER TABLE "app" ADD COLUMN     "labels" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "environment" ADD COLUMN     "labels" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "third_party_credential" ADD COLUMN     "labels" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "rotating_secret" ADD COLUMN     "labels" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "service_token" ADD COLUMN     "labels" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "webhook_endpoint" ADD COLUMN     "labels" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- Rotating secrets alone are so many that a filter needs an index. Without labels, a row costs it nothing. Written by hand.
CREATE INDEX rotating_secret_labels ON rotating_secret USING gin (labels) WHERE labels <> '{}';
