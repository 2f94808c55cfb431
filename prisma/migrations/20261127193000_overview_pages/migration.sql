-- The overview's table, a page at a time in the order that a person chose. Written by hand: Prisma has no word for a partial
-- index, nor for one over an expression.
CREATE INDEX rotating_secret_by_name ON rotating_secret (organisation_id, name, id) WHERE deleted_at IS NULL;
CREATE INDEX rotating_secret_by_project ON rotating_secret (organisation_id, project_name, id) WHERE deleted_at IS NULL;
-- Whoever is paused has no next rotation, and comes last.
CREATE INDEX rotating_secret_by_next_rotation ON rotating_secret
  (organisation_id, (CASE WHEN pause_reason IS NULL THEN COALESCE(retry_at, rotate_requested_at, next_rotation_at)
                          ELSE 'infinity'::timestamptz END), id)
  WHERE deleted_at IS NULL;
-- The age of a current key: the oldest one is asked for as before, and a page of them goes on at the last one's secret.
DROP INDEX minted_credential_oldest_current;
CREATE INDEX minted_credential_current_since ON minted_credential (exposed_at, rotating_secret_id) WHERE state = 'ACTIVE';
-- Previous keys that programs were seen to use after they were replaced.
CREATE INDEX minted_credential_still_used ON minted_credential (rotating_secret_id)
  WHERE state = 'EXPIRING' AND last_used_at > replaced_at;
