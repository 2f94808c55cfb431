-- The job queue would make it with IF NOT EXISTS, which asks for the right to make schemas even where it is there.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'pgboss') THEN
    CREATE SCHEMA pgboss;
  END IF;
END $$;
