-- AlterTable
ALTER TABLE "third_party_credential" DROP COLUMN "provider_organisation";

-- AlterTable
ALTER TABLE "rotating_secret" DROP COLUMN "lease_owner";

-- AlterTable
ALTER TABLE "minted_credential" DROP COLUMN "provider_organisation";
