-- PostgreSQL lets everybody call a new function. This one runs with its owner's rights: whoever else may connect to the
-- database has no business with it. The program's own role is given it at each start.
REVOKE EXECUTE ON FUNCTION phase_prune_audit(uuid, bigint) FROM PUBLIC;
