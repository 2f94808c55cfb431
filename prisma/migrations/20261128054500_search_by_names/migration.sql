-- But for the last statement, this is what the Prisma schema can't say. Written by hand.

-- A search reads the names of environment and app where they are. With a copy in each row, a name could be changed only by
-- writing all rows below it.
DROP TRIGGER environment_search_text ON environment;
DROP TRIGGER app_search_text ON app;
DROP TRIGGER secret_search_text ON secret;
DROP FUNCTION phase_rewrite_search_text();
DROP FUNCTION phase_write_search_text();
DROP INDEX secret_search;

-- A comment's first 250 letters: a row's parts are made anew whenever it moves in the table, and an import moves a thousand.
CREATE FUNCTION phase_search_text(key text, comment text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT lower(key || chr(10) || left(comment, 250))
$$;
CREATE INDEX secret_search ON secret USING gin (phase_parts(phase_search_text(key, comment)));

-- AlterTable
ALTER TABLE "secret" DROP COLUMN "search_text";
