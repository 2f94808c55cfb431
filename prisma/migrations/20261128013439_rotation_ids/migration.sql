-- AlterTable
ALTER TABLE "rotating_secret" ADD COLUMN     "rotation_id" UUID;

-- AlterTable
ALTER TABLE "minted_credential" ADD COLUMN     "rotation_id" UUID;

-- The credential that ended a rotation, by the rotation.
CREATE INDEX minted_credential_rotation ON minted_credential (rotation_id) WHERE rotation_id IS NOT NULL;
