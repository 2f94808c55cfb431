-- Due work is looked for by admin key. Written by hand: Prisma has no word for a partial index.
CREATE INDEX rotating_secret_due_by_admin_key
  ON rotating_secret (third_party_credential_id, (COALESCE(retry_at, rotate_requested_at, next_rotation_at)))
  WHERE deleted_at IS NULL AND (pause_reason IS NULL OR rotate_requested_at IS NOT NULL);
CREATE INDEX rotating_secret_asked_for ON rotating_secret (third_party_credential_id, rotate_requested_at)
  WHERE rotate_requested_at IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX minted_credential_due_by_admin_key ON minted_credential (third_party_credential_id, next_check_at)
  WHERE next_check_at IS NOT NULL;
