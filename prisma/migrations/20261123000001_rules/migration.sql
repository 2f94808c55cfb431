-- What the Prisma schema can't say. Written by hand.

-- One mint under way and one live credential per rotating secret.
CREATE UNIQUE INDEX minted_credential_one_in_flight ON minted_credential (rotating_secret_id)
  WHERE state IN ('SENDING', 'MINTED');
CREATE UNIQUE INDEX minted_credential_one_active ON minted_credential (rotating_secret_id)
  WHERE state = 'ACTIVE';

-- A deleted third-party credential gives its name free.
CREATE UNIQUE INDEX third_party_credential_name ON third_party_credential (organisation_id, name)
  WHERE deleted_at IS NULL;

ALTER TABLE rotating_secret
  ADD CONSTRAINT rotating_secret_interval_positive CHECK (rotation_interval_seconds > 0),
  ADD CONSTRAINT rotating_secret_delay_below_interval
    CHECK (revocation_delay_seconds >= 0 AND revocation_delay_seconds < rotation_interval_seconds);

-- A value is either its own or an output of a rotating secret.
ALTER TABLE secret
  ADD CONSTRAINT secret_static_or_rotating CHECK ((envelope IS NULL) <> (rotating_secret_id IS NULL));

CREATE FUNCTION phase_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON event
  FOR EACH ROW EXECUTE FUNCTION phase_refuse_change();
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION phase_refuse_change();

-- Tells open consoles what to read again: table and ids, never contents.
CREATE FUNCTION phase_notify_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
BEGIN
  PERFORM pg_notify('phase_change', jsonb_strip_nulls(jsonb_build_object(
    'table', TG_TABLE_NAME,
    'id', changed -> 'id',
    'rotating_secret_id', changed -> 'rotating_secret_id',
    'environment_id', changed -> 'environment_id'
  ))::text);
  RETURN NULL;
END
$$;

CREATE TRIGGER rotating_secret_notify AFTER INSERT OR UPDATE OR DELETE ON rotating_secret
  FOR EACH ROW EXECUTE FUNCTION phase_notify_change();
CREATE TRIGGER minted_credential_notify AFTER INSERT OR UPDATE OR DELETE ON minted_credential
  FOR EACH ROW EXECUTE FUNCTION phase_notify_change();
CREATE TRIGGER secret_notify AFTER INSERT OR UPDATE OR DELETE ON secret
  FOR EACH ROW EXECUTE FUNCTION phase_notify_change();
CREATE TRIGGER third_party_credential_notify AFTER INSERT OR UPDATE OR DELETE ON third_party_credential
  FOR EACH ROW EXECUTE FUNCTION phase_notify_change();
CREATE TRIGGER event_notify AFTER INSERT OR UPDATE OR DELETE ON event
  FOR EACH ROW EXECUTE FUNCTION phase_notify_change();

-- The time at which a secret's next mint may start, for the sweep and the dispatcher.
CREATE INDEX rotating_secret_due ON rotating_secret ((COALESCE(retry_at, rotate_requested_at, next_rotation_at)))
  WHERE deleted_at IS NULL AND (pause_reason IS NULL OR rotate_requested_at IS NOT NULL);
