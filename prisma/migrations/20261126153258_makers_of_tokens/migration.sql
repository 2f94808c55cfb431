-- AlterTable
ALTER TABLE "service_token" ADD COLUMN     "answers_to_user_id" UUID,
ADD COLUMN     "kept_at" TIMESTAMPTZ(6),
ADD COLUMN     "kept_by" TEXT,
ADD COLUMN     "last_used_from" TEXT,
ADD COLUMN     "made_by_token_id" UUID,
ADD COLUMN     "made_by_user_id" UUID;

-- CreateIndex
CREATE INDEX "service_token_made_by_token_id_idx" ON "service_token"("made_by_token_id");

-- Who made the tokens that are there, as far as their labels still tell: tokens first by people, then by other tokens.
UPDATE service_token SET made_by_user_id = member.user_id, answers_to_user_id = member.user_id
  FROM member JOIN "user" ON "user".id = member.user_id
 WHERE member.organisation_id = service_token.organisation_id
   AND service_token.created_by = 'user:' || "user".email;
UPDATE service_token SET made_by_token_id = maker.id
  FROM service_token AS maker
 WHERE service_token.created_by = 'token:' || maker.name
   AND maker.organisation_id = service_token.organisation_id AND maker.id < service_token.id
   -- Two of one name can't be told apart.
   AND NOT EXISTS (SELECT FROM service_token AS namesake
                    WHERE namesake.organisation_id = maker.organisation_id
                      AND namesake.name = maker.name AND namesake.id <> maker.id);
WITH RECURSIVE line AS (
  SELECT id, answers_to_user_id FROM service_token WHERE answers_to_user_id IS NOT NULL
  UNION ALL
  SELECT made.id, line.answers_to_user_id FROM service_token AS made JOIN line ON made.made_by_token_id = line.id
)
UPDATE service_token SET answers_to_user_id = line.answers_to_user_id FROM line WHERE line.id = service_token.id;
