-- Transactions that notify are committed one after the other, each with its own wait for the disk. The streams hear of an
-- environment's rows, and of access that ends; nobody ever listened for these four.
DROP TRIGGER rotating_secret_notify ON rotating_secret;
DROP TRIGGER minted_credential_notify ON minted_credential;
DROP TRIGGER third_party_credential_notify ON third_party_credential;
DROP TRIGGER event_notify ON event;
