import type { Reader, readerListSchema } from "@/lib/api/readers";
import type { Ctx } from "@/lib/access/context";
import type * as z from "zod";
import { findRotatingSecret } from "./find-rotating-secret";

type Input = { id: string; cursor?: string | undefined; limit: number };
type Row = { id: string; name: string; readAt: Date; credentialId: string; state: string | null };

/**
 * The service tokens that have read a key of the rotating secret and are still valid, with the key that each has.
 * `cursor` is the ID of the previous page's last token.
 */
export async function listReaders(ctx: Ctx, input: Input): Promise<z.infer<typeof readerListSchema>> {
  const { id } = await findRotatingSecret(ctx, input.id, "read");
  const rows = await ctx.db.$queryRaw<Row[]>`
    SELECT token.id, token.name, reader.read_at AS "readAt", reader.credential_id AS "credentialId",
           minted.state::text AS state
      FROM reader JOIN service_token AS token ON token.id = reader.token_id
      LEFT JOIN minted_credential AS minted ON minted.id = reader.credential_id
     WHERE reader.rotating_secret_id = ${id}::uuid AND token.revoked_at IS NULL
       AND (token.expires_at IS NULL OR token.expires_at > now())
       AND (${input.cursor ?? null}::uuid IS NULL OR token.id > ${input.cursor ?? null}::uuid)
     ORDER BY token.id LIMIT ${input.limit + 1}::int`;
  const readers = rows.slice(0, input.limit).map(({ readAt, state, credentialId, ...serviceToken }) => ({
    serviceToken,
    readAt: readAt.toISOString(),
    credentialId,
    holds: holdsOf(state),
  }));
  return {
    readers,
    nextCursor: rows.length > input.limit ? (readers.at(-1)?.serviceToken.id ?? null) : null,
  };
}

function holdsOf(state: string | null): Reader["holds"] {
  if (state === "ACTIVE") return "current";
  return state === "EXPIRING" || state === "REVOKING" ? "previous" : "ended";
}
