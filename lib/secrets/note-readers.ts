/**
 * Records which key of a rotating secret each service token has, so that people see which programs still have a previous
 * one. Notes are written after the response, several in one statement. If one is lost, the program only appears not to
 * have read the key yet.
 */
import type { Ctx } from "@/lib/access/context";
import type { Db } from "@/lib/db";

/** The same key is noted again only after this time, so that a busy program costs one statement per minute. */
const AGAIN_MS = 60_000;
const MOST_REMEMBERED = 20_000;

type Note = { tokenId: string; credentialId: string };
type Notes = { waiting: Map<string, Note>; notedAt: Map<string, number>; writing: Promise<void> | null };

const notes = new WeakMap<Db, Notes>();

/** Notes the minted credentials whose values the caller gets. Returns immediately. */
export function noteReaders(ctx: Pick<Ctx, "actor" | "db" | "log">, credentialIds: Iterable<string>): void {
  const { actor, db, log } = ctx;
  if (actor.kind !== "token") return;
  const known = notes.get(db) ?? { waiting: new Map(), notedAt: new Map(), writing: null };
  notes.set(db, known);
  const now = performance.now();
  for (const credentialId of credentialIds) {
    const name = `${actor.tokenId} ${credentialId}`;
    if (now - (known.notedAt.get(name) ?? -Infinity) < AGAIN_MS) continue;
    if (known.notedAt.size >= MOST_REMEMBERED) known.notedAt.clear();
    known.notedAt.set(name, now);
    known.waiting.set(name, { tokenId: actor.tokenId, credentialId });
  }
  if (known.waiting.size === 0 || known.writing !== null) return;
  known.writing = writeAll({ db, log }, known);
}

/** For tests. Resolves once all notes are written. */
export async function readersNoted(db: Db): Promise<void> {
  await notes.get(db)?.writing;
}

async function writeAll({ db, log }: Pick<Ctx, "db" | "log">, known: Notes): Promise<void> {
  const { waiting } = known;
  try {
    while (waiting.size > 0) {
      const some = [...waiting.values()];
      waiting.clear();
      // A read that began before a rotation may be noted after one that began later. The greater credential ID is the newer.
      await db.$executeRaw`
        INSERT INTO reader (token_id, rotating_secret_id, credential_id, read_at)
        SELECT DISTINCT ON (token.id, minted.rotating_secret_id) token.id, minted.rotating_secret_id, minted.id, now()
          FROM jsonb_to_recordset(${JSON.stringify(some)}::jsonb) AS noted ("tokenId" uuid, "credentialId" uuid)
          JOIN service_token AS token ON token.id = noted."tokenId"
          JOIN minted_credential AS minted ON minted.id = noted."credentialId"
         ORDER BY token.id, minted.rotating_secret_id, minted.id DESC
        ON CONFLICT (rotating_secret_id, token_id) DO UPDATE
          SET credential_id = excluded.credential_id, read_at = excluded.read_at
          WHERE reader.credential_id <= excluded.credential_id`;
    }
  } catch (error) {
    known.notedAt.clear();
    log.warn({ err: error }, "Recording which service tokens have read which keys failed");
  } finally {
    // In the same turn as the last look at what waits, so that nothing is noted in between and left.
    known.writing = null;
  }
}
