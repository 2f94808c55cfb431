import type { App } from "@/lib/api/apps";
import { emailSchema, newPasswordSchema } from "@/lib/api/setup";
import { nameSchema } from "@/lib/api/common";
import { databaseNow, type Db } from "@/lib/db";
import { parseInput } from "@/lib/requests/read-input";
import { tokenExpiry } from "@/lib/tokens/expiry";
import { insertToken } from "@/lib/tokens/insert-token";
import { createOwner } from "./create-owner";

const DAY_MS = 86_400_000;

export type Bootstrap = {
  email: string;
  password: string;
  tokenName?: string | undefined;
  /** Null: the token never expires. */
  tokenDays?: number | null | undefined;
};
export type Bootstrapped = {
  organisationId: string;
  token: string;
  tokenExpiresAt: string | null;
  apps: App[];
};

/** The first run without a browser: owner, organisation, one app, an admin service token. Throws `owner_exists`. */
export async function bootstrap(db: Db, input: Bootstrap): Promise<Bootstrapped> {
  const email = parseInput(emailSchema, input.email);
  const password = parseInput(newPasswordSchema, input.password);
  const tokenName = parseInput(nameSchema, input.tokenName ?? "bootstrap");
  const { tokenDays: days } = input;
  const origin = { ip: null, userAgent: null };
  const owner = { email, password, name: "", organisationName: "My organisation" };
  return await createOwner(db, owner, origin, async (tx, { actor, app }) => {
    const now = await databaseNow(tx);
    const scopes = ["admin" as const];
    const wanted = typeof days === "number" ? new Date(now.getTime() + days * DAY_MS).toISOString() : days;
    const expiresAt = tokenExpiry(actor, wanted, now);
    const { token } = await insertToken(tx, { actor, origin }, { name: tokenName, scopes, expiresAt });
    const tokenExpiresAt = expiresAt?.toISOString() ?? null;
    return { organisationId: actor.organisationId, token, tokenExpiresAt, apps: [app] };
  });
}
