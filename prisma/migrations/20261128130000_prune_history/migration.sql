-- Only phase_prune_audit and phase_prune_events set this, for their own transaction, and take it back.
CREATE OR REPLACE FUNCTION phase_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND TG_TABLE_NAME IN ('audit_entry', 'audit_link', 'event')
    AND current_setting('phase.prunes', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

-- The smallest UUID of version 7 that was made at a time. Rows with such an ID are in the order of their creation.
CREATE FUNCTION phase_first_id_at(made timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex(floor(extract(epoch FROM made) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid
$$;

-- Removes events that are older than some days, the oldest first, among `most` of them that follow the ID `after`.
-- Returns how many it removed, and the last ID that it looked at: null at the end. It removes nothing younger than
-- thirty days, whatever it is asked for, and not the request of a rotation that is still to come. The program may call
-- it where it may not delete.
CREATE FUNCTION phase_prune_events(days int, after uuid, most int, OUT pruned bigint, OUT looked_at uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  cutoff timestamptz := now() - make_interval(days => days);
BEGIN
  IF days < 30 THEN
    RAISE EXCEPTION 'events are kept for thirty days' USING ERRCODE = 'restrict_violation';
  END IF;
  PERFORM set_config('phase.prunes', 'on', true);
  WITH looked AS (
    SELECT id, rotating_secret_id FROM event
     WHERE id > after AND id < phase_first_id_at(cutoff) AND at < cutoff ORDER BY id LIMIT most
  ), gone AS (
    DELETE FROM event USING looked
     WHERE event.id = looked.id
       AND NOT EXISTS (SELECT FROM rotating_secret secret
                        WHERE secret.id = looked.rotating_secret_id AND secret.rotation_id = looked.id)
    RETURNING 1
  )
  SELECT (SELECT count(*) FROM gone), (SELECT id FROM looked ORDER BY id DESC LIMIT 1) INTO pruned, looked_at;
  PERFORM set_config('phase.prunes', 'off', true);
END
$$;
REVOKE EXECUTE ON FUNCTION phase_prune_events(int, uuid, int) FROM PUBLIC;
