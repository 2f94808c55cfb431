-- AlterTable
ALTER TABLE "member" ADD COLUMN     "environment_roles" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "third_party_credential" ADD COLUMN     "environment_ids" UUID[] DEFAULT ARRAY[]::UUID[],
ADD COLUMN     "project_ids" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- Open streams hear at once when whoever listens loses an environment.
DROP TRIGGER member_notify ON member;
CREATE TRIGGER member_notify AFTER UPDATE OF role, environment_roles OR DELETE ON member
  FOR EACH ROW EXECUTE FUNCTION phase_notify_change();
