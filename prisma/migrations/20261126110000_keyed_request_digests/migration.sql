-- Digests made without a key give passwords and short values away to whoever holds a copy of the database.
DELETE FROM "idempotency_key";
