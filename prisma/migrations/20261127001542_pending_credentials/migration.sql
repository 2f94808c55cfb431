-- A rotating secret keeps every credential that it ever had. What is still to be done with them is asked for by each list,
-- by metrics and by the overview. Written by hand: Prisma has no word for a partial index.
CREATE INDEX minted_credential_pending ON minted_credential (rotating_secret_id)
  WHERE state IN ('SENDING', 'MINTED', 'EXPIRING', 'REVOKING', 'UNKNOWN');

-- Newest first, a page at a time.
CREATE INDEX "minted_credential_rotating_secret_id_id_idx" ON "minted_credential"("rotating_secret_id", "id");

DROP INDEX "minted_credential_rotating_secret_id_idx";
