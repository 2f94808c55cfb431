/**
 * Logins of the command line that a member approves in the console. The command line creates its token and sends only
 * the hash, so no response and no row ever contains the token.
 */
import { randomInt } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type * as z from "zod";
import type { Ctx, Origin } from "@/lib/access/context";
import { authorise } from "@/lib/access/permissions";
import type {
  approveCliLoginSchema,
  CLI_LOGIN_STATES,
  CliLogin,
  startCliLoginSchema,
  startedCliLoginSchema,
} from "@/lib/api/cli-logins";
import type { ServiceToken } from "@/lib/api/service-tokens";
import { databaseNow, type Db, type Tx } from "@/lib/db";
import { DomainError, notFound } from "@/lib/errors";
import type { CliLogin as Row } from "@/lib/generated/prisma/client";
import { createTokenOf } from "./create-token";

const LIFE_MS = 10 * 60_000;
// Without vowels, so that no code is a word. There are 20^8 codes, and a member may enter 20 in a quarter of an hour.
const LETTERS = "BCDFGHJKLMNPQRSTVWXZ";

type PublicCtx = { db: Db; origin: Origin };

export async function startCliLogin(
  { db, origin }: PublicCtx,
  input: z.output<typeof startCliLoginSchema>,
): Promise<z.infer<typeof startedCliLoginSchema>> {
  const createdAt = await databaseNow(db);
  const expiresAt = new Date(createdAt.getTime() + LIFE_MS);
  await db.cliLogin.deleteMany({ where: { expiresAt: { lt: createdAt } } });
  const { id, code } = await db.cliLogin.create({
    data: { id: uuidv7(), code: newCode(), ...input, ip: origin.ip, createdAt, expiresAt },
  });
  return { id, code, expiresAt: expiresAt.toISOString() };
}

/** The state of a login, for the command line that waits. Throws `not_found` once the login has expired. */
export async function getCliLogin(
  { db }: PublicCtx,
  { id }: { id: string },
): Promise<{ state: (typeof CLI_LOGIN_STATES)[number] }> {
  const row = await db.cliLogin.findUnique({ where: { id } });
  if (row === null || row.expiresAt <= (await databaseNow(db))) throw notFound("login");
  if (row.approved === null) return { state: "waiting" };
  return { state: row.approved ? "approved" : "denied" };
}

/** The login that waits for approval with this code. Throws `not_found`. */
export async function readCliLogin(ctx: Ctx, { code }: { code: string }): Promise<CliLogin> {
  const { name, ip, createdAt, expiresAt } = await waiting(requirePerson(ctx), code);
  return { name, ip, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() };
}

/** Creates the service token for the command line's login. Throws `not_found`, `name_exists`, `conflict`. */
export async function approveCliLogin(
  ctx: Ctx,
  { code, ...input }: z.output<typeof approveCliLoginSchema>,
): Promise<ServiceToken> {
  requirePerson(ctx);
  return await createTokenOf(ctx, input, async (tx) => {
    const stored = await decide(tx, code, true);
    const { tokenHash } = stored;
    if ((await tx.serviceToken.findUnique({ where: { tokenHash }, select: { id: true } })) === null)
      return stored;
    throw new DomainError("conflict", "This login's token is in use already. Run `phase login` again.");
  });
}

/** Throws `not_found`. */
export async function denyCliLogin(ctx: Ctx, { code }: { code: string }): Promise<void> {
  await decide(requirePerson(ctx), code, false);
}

/** Throws `forbidden` for programs, because one that approved logins would give its own access to anyone who asks. */
function requirePerson(ctx: Ctx): Db {
  authorise(ctx.actor, "tokens:manage");
  if (ctx.actor.kind !== "user") {
    throw new DomainError("forbidden", "Only a person can approve a login. Open the console.");
  }
  return ctx.db;
}

async function waiting(db: Db | Tx, code: string): Promise<Row> {
  const row = await db.cliLogin.findUnique({ where: { code, approved: null } });
  if (row === null || row.expiresAt <= (await databaseNow(db))) throw noSuchCode();
  return row;
}

/** Records the decision, and returns the login's token. Only the first decision counts. */
async function decide(db: Db | Tx, code: string, approved: boolean) {
  const { id, tokenHash, tokenHint } = await waiting(db, code);
  const { count } = await db.cliLogin.updateMany({ where: { id, approved: null }, data: { approved } });
  if (count === 0) throw noSuchCode();
  return { tokenHash, tokenHint };
}

function noSuchCode(): DomainError {
  return new DomainError(
    "not_found",
    "No login is waiting with this code. Codes expire after ten minutes. Run `phase login` again.",
  );
}

function newCode(): string {
  const letters = Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)] ?? "").join("");
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}
