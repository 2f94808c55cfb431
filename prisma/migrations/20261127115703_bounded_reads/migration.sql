-- DropIndex
DROP INDEX "rotating_secret_environment_id_idx";

-- AlterTable
ALTER TABLE "secret" ADD COLUMN     "search_text" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "instance" ADD COLUMN     "rotations_counted_to" TIMESTAMPTZ(6);

-- CreateTable
CREATE TABLE "rotation_day" (
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "environment_id" UUID,
    "day" DATE NOT NULL,
    "rotations" INTEGER NOT NULL,
    "failures" INTEGER NOT NULL,

    CONSTRAINT "rotation_day_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "rotation_day_organisation_id_environment_id_day_key" ON "rotation_day"("organisation_id", "environment_id", "day");

-- CreateIndex
CREATE INDEX "rotating_secret_environment_id_name_id_idx" ON "rotating_secret"("environment_id", "name", "id");

-- CreateIndex
CREATE INDEX "rotating_secret_third_party_credential_id_idx" ON "rotating_secret"("third_party_credential_id");

-- CreateIndex
CREATE INDEX "secret_key_id_idx" ON "secret"("key", "id");

-- AddForeignKey
ALTER TABLE "rotation_day" ADD CONSTRAINT "rotation_day_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rotation_day" ADD CONSTRAINT "rotation_day_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- The rest is what the Prisma schema can't say. Written by hand.

-- Rotating secrets that need a person, and what is owed late or in vain: few among many, whatever the number of both.
CREATE INDEX rotating_secret_troubled ON rotating_secret (organisation_id)
  WHERE deleted_at IS NULL AND (failure_count > 0 OR pause_reason IS NOT NULL);
CREATE INDEX minted_credential_troubled ON minted_credential (rotating_secret_id)
  WHERE state IN ('EXPIRING', 'REVOKING', 'UNKNOWN') AND (failure_count > 0 OR state = 'REVOKING');

-- Deleted ones, of which the few that still owe are shown.
CREATE INDEX rotating_secret_deleted ON rotating_secret (organisation_id) WHERE deleted_at IS NOT NULL;

-- How many rotating secrets an admin key still serves is counted without a look at the credentials' rows.
DROP INDEX minted_credential_in_use;
CREATE INDEX minted_credential_in_use ON minted_credential (third_party_credential_id, project_id)
  INCLUDE (rotating_secret_id) WHERE state IN ('ACTIVE', 'EXPIRING');

-- Newest first, a page at a time.
CREATE INDEX service_token_listed ON service_token (organisation_id, id) WHERE revoked_at IS NULL;

-- Search finds parts of words. Every part of up to three letters is a key of the index, so that it needs no extension, which
-- many databases let nobody install.
CREATE FUNCTION phase_parts(searched text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_agg(DISTINCT part)
    FROM (SELECT letter, lead(letter) OVER word AS second, lead(letter, 2) OVER word AS third
            FROM regexp_split_to_table(searched, '\s+') WITH ORDINALITY AS words (word, nth),
                 string_to_table(word, NULL) WITH ORDINALITY AS letters (letter, place)
          WINDOW word AS (PARTITION BY nth ORDER BY place)) AS letters,
         unnest(ARRAY[letter, letter || second, letter || second || third]) AS part
   WHERE part IS NOT NULL
$$;
-- What a text that holds all of these words has among its parts: the longest ones are the rarest.
CREATE FUNCTION phase_parts_of_words(words text[]) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_agg(DISTINCT substr(word, place, least(3, length(word))))
    FROM (SELECT lower(given) AS word FROM unnest(words) AS given) AS sought,
         generate_series(1, greatest(1, length(word) - 2)) AS place
$$;

-- A comment's first 250 letters: each row's parts are made anew whenever it moves, and an import moves a thousand.
CREATE FUNCTION phase_write_search_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.search_text := coalesce((
    SELECT lower(concat_ws(chr(10), NEW.key, left(NEW.comment, 250), environment.name, app.name))
      FROM environment JOIN app ON app.id = environment.app_id WHERE environment.id = NEW.environment_id), '');
  RETURN NEW;
END
$$;
CREATE TRIGGER secret_search_text BEFORE INSERT OR UPDATE OF key, comment, environment_id ON secret
  FOR EACH ROW EXECUTE FUNCTION phase_write_search_text();

CREATE FUNCTION phase_rewrite_search_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE secret SET key = key FROM environment
   WHERE environment.id = secret.environment_id AND NEW.id IN (environment.id, environment.app_id);
  RETURN NULL;
END
$$;
CREATE TRIGGER environment_search_text AFTER UPDATE OF name ON environment
  FOR EACH ROW EXECUTE FUNCTION phase_rewrite_search_text();
CREATE TRIGGER app_search_text AFTER UPDATE OF name ON app
  FOR EACH ROW EXECUTE FUNCTION phase_rewrite_search_text();

-- Nobody is told: what changes is shown to nobody.
ALTER TABLE secret DISABLE TRIGGER secret_notify;
UPDATE secret SET key = key;
ALTER TABLE secret ENABLE TRIGGER secret_notify;

CREATE INDEX secret_search ON secret USING gin (phase_parts(search_text));
