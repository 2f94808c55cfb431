-- The oldest current key: /metrics asks for its age, and would otherwise read every current key.
CREATE INDEX minted_credential_oldest_current ON minted_credential (exposed_at) WHERE state = 'ACTIVE';
