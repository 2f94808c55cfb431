/**
 * Which service token has which key of a rotating secret, so that people see who still holds a previous one. Written
 * after the response, several together. A lost note looks like a program that hasn't read the key yet.
 */
import type { Ctx } from "@/lib/access/context";
import type { Db } from "@/lib/db";

/** The same key is noted again only after this time, so a busy program costs a statement a minute. */
const AGAIN_MS = 60_000;
const MOST_REMEMBERED = 20_000;

type Note = { tokenId: string; credentialId: string };
type Notes = { waiting: Map<string, Note>; notedAt: Map<string, number>; writing: Promise<void> | null };

const notes = new WeakMap<Db, Notes>();

/** `credentialIds`: the minted credentials whose values the caller gets. Returns at once. */
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
  known.writing = writeAll(db, known)
    .catch((error: unknown) => {
      known.notedAt.clear();
      log.warn({ err: error }, "Recording which service tokens have read which keys failed");
    })
    .finally(() => {
      known.writing = null;
    });
}

/** For tests: resolves once everything that was noted is written. */
export async function readersNoted(db: Db): Promise<void> {
  await notes.get(db)?.writing;
}

async function writeAll(db: Db, { waiting }: Notes): Promise<void> {
  while (waiting.size > 0) {
    const some = [...waiting.values()];
    waiting.clear();
    // Credential IDs grow with time. A read that began before a rotation may be noted after one that began later.
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
}
