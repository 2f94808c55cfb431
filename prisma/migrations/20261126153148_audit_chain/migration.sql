-- AlterTable
ALTER TABLE "audit_entry" ADD COLUMN     "actor_id" UUID,
ADD COLUMN     "actor_kind" TEXT;

-- CreateTable
CREATE TABLE "audit_unlinked" (
    "entry_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,

    CONSTRAINT "audit_unlinked_pkey" PRIMARY KEY ("entry_id")
);

-- CreateTable
CREATE TABLE "audit_link" (
    "organisation_id" UUID NOT NULL,
    "position" BIGINT NOT NULL,
    "entry_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,

    CONSTRAINT "audit_link_pkey" PRIMARY KEY ("organisation_id","position")
);

-- CreateTable
CREATE TABLE "audit_chain" (
    "organisation_id" UUID NOT NULL,
    "envelope" TEXT NOT NULL,
    "position" BIGINT NOT NULL,
    "digest" TEXT NOT NULL,
    "pruned_position" BIGINT NOT NULL,
    "pruned_digest" TEXT NOT NULL,
    "mac" TEXT NOT NULL,

    CONSTRAINT "audit_chain_pkey" PRIMARY KEY ("organisation_id")
);

-- CreateIndex
CREATE INDEX "audit_unlinked_organisation_id_entry_id_idx" ON "audit_unlinked"("organisation_id", "entry_id");

-- CreateIndex
CREATE UNIQUE INDEX "audit_link_entry_id_key" ON "audit_link"("entry_id");

-- AddForeignKey
ALTER TABLE "audit_chain" ADD CONSTRAINT "audit_chain_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand from here on.

-- TRUNCATE fires no row's trigger.
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event
  FOR EACH STATEMENT EXECUTE FUNCTION phase_refuse_change();
CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION phase_refuse_change();
CREATE TRIGGER audit_link_append_only BEFORE UPDATE OR DELETE ON audit_link
  FOR EACH ROW EXECUTE FUNCTION phase_refuse_change();
CREATE TRIGGER audit_link_no_truncate BEFORE TRUNCATE ON audit_link
  FOR EACH STATEMENT EXECUTE FUNCTION phase_refuse_change();

-- Only phase_prune_audit sets this, for its own transaction, and takes it back.
CREATE OR REPLACE FUNCTION phase_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND TG_TABLE_NAME IN ('audit_entry', 'audit_link')
    AND current_setting('phase.prunes', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

-- Removes an organisation's oldest linked entries, up to a position of its chain; nothing younger than thirty days,
-- whatever it is asked for. The program may call it where it may not delete.
CREATE FUNCTION phase_prune_audit(organisation uuid, through bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  young bigint;
  pruned bigint;
BEGIN
  SELECT min(l.position) INTO young FROM audit_link l JOIN audit_entry e ON e.id = l.entry_id
   WHERE l.organisation_id = organisation AND l.position <= through AND e.at > now() - interval '30 days';
  IF young IS NOT NULL THEN
    RAISE EXCEPTION 'position % is younger than thirty days', young USING ERRCODE = 'restrict_violation';
  END IF;
  PERFORM set_config('phase.prunes', 'on', true);
  DELETE FROM audit_entry e USING audit_link l
   WHERE e.id = l.entry_id AND l.organisation_id = organisation AND l.position <= through;
  DELETE FROM audit_link l WHERE l.organisation_id = organisation AND l.position <= through;
  GET DIAGNOSTICS pruned = ROW_COUNT;
  PERFORM set_config('phase.prunes', 'off', true);
  RETURN pruned;
END
$$;

-- What the worker has to link yet. Numbers given at insertion would have gaps and come out of order: a transaction that
-- began first may end last.
CREATE FUNCTION phase_note_unlinked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_unlinked (entry_id, organisation_id) VALUES (NEW.id, NEW.organisation_id) ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;
CREATE TRIGGER audit_entry_unlinked AFTER INSERT ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION phase_note_unlinked();
INSERT INTO audit_unlinked (entry_id, organisation_id) SELECT id, organisation_id FROM audit_entry;
