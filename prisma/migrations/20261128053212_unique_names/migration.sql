-- A name is how people and scripts say which one they mean. What has the name of another one in the same place gets a number
-- behind it; the oldest keeps its name. Written by hand.

-- Nobody makes another double until the indexes are there.
LOCK TABLE "rotating_secret", "service_token", "webhook_endpoint" IN SHARE ROW EXCLUSIVE MODE;

DO $$
DECLARE
  kind record;
BEGIN
  FOR kind IN SELECT * FROM (VALUES
    ('rotating_secret', 'environment_id', 'deleted_at IS NULL AND environment_id IS NOT NULL',
     ', version = version + 1, updated_at = now()', 'rotating_secret'),
    ('service_token', 'organisation_id', 'revoked_at IS NULL', '', 'service_token'),
    ('webhook_endpoint', 'organisation_id', 'true', ', updated_at = now()', 'webhook')
  ) AS kinds(relation, parent, living, also, noun)
  LOOP
    EXECUTE format($each$
      WITH living AS (
        SELECT id, organisation_id, %2$I AS parent, name,
               row_number() OVER (PARTITION BY %2$I, name ORDER BY id) AS nth
          FROM %1$I WHERE %3$s
      ), doubled AS (
        SELECT living.*, stem, row_number() OVER (PARTITION BY parent, stem ORDER BY id) AS place
          FROM living, LATERAL (
            -- As much of it as leaves room for a number: the API counts 100 units, of which an emoji takes two.
            SELECT rtrim(string_agg(letter, '' ORDER BY i)) AS stem FROM (
              SELECT letter, i, sum(CASE WHEN ascii(letter) > 65535 THEN 2 ELSE 1 END) OVER (ORDER BY i) AS units
                FROM regexp_split_to_table(name, '') WITH ORDINALITY AS letters(letter, i)
            ) AS counted WHERE units <= 90
          ) AS short
         WHERE nth > 1
      ), numbered AS (
        SELECT parent, regexp_replace(name, ' \(\d+\)$', '') AS stem, count(*) AS numbers
          FROM living WHERE name ~ ' \(\d+\)$' GROUP BY 1, 2
      ), wanted AS (
        SELECT parent, stem, count(*) AS names FROM doubled GROUP BY parent, stem
      ), free AS (
        SELECT parent, stem, candidate, row_number() OVER (PARTITION BY parent, stem ORDER BY n) AS place
          FROM wanted LEFT JOIN numbered USING (parent, stem),
               LATERAL generate_series(2, names + coalesce(numbers, 0) + 1) AS n,
               LATERAL (SELECT stem || ' (' || n || ')' AS candidate) AS made
         WHERE NOT EXISTS (SELECT FROM living WHERE living.parent = wanted.parent AND living.name = candidate)
      ), renamed AS (
        UPDATE %1$I AS there SET name = free.candidate%4$s
          FROM doubled JOIN free USING (parent, stem, place) WHERE there.id = doubled.id
        RETURNING there.id, there.organisation_id, doubled.name AS before, free.candidate AS after
      )
      INSERT INTO audit_entry (id, organisation_id, action, actor, actor_kind, subject_type, subject_id, subject_name, detail)
      SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0')
               || '7' || substr(random, 2, 3) || '8' || substr(random, 5, 15))::uuid,
             organisation_id, %5$L, 'system:worker', 'system', %6$L, renamed.id::text, after,
             jsonb_build_object('changes', jsonb_build_array(
               jsonb_build_object('field', 'name', 'before', before, 'after', after)))
        FROM renamed, LATERAL (SELECT md5(renamed.id::text || gen_random_uuid()::text) AS random) AS made
    $each$, kind.relation, kind.parent, kind.living, kind.also,
      kind.noun || '.updated', kind.noun);
  END LOOP;
END $$;

CREATE UNIQUE INDEX rotating_secret_name ON rotating_secret (environment_id, name) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX service_token_name ON service_token (organisation_id, name) WHERE revoked_at IS NULL;

-- DropIndex
DROP INDEX "webhook_endpoint_organisation_id_idx";

-- CreateIndex
CREATE UNIQUE INDEX "webhook_endpoint_organisation_id_name_key" ON "webhook_endpoint"("organisation_id", "name");
