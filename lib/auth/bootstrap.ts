import type { App } from "@/lib/api/apps";
import { emailSchema, newPasswordSchema } from "@/lib/api/setup";
import { nameSchema } from "@/lib/api/common";
import type { Db } from "@/lib/db";
import { parseInput } from "@/lib/http/read-input";
import { insertToken } from "@/lib/tokens/insert-token";
import { createOwner } from "./create-owner";

export type Bootstrap = { email: string; password: string; tokenName?: string };
export type Bootstrapped = { organisationId: string; token: string; apps: App[] };

/** The first run without a browser: owner, organisation, one app, an admin service token. Throws `owner_exists`. */
export async function bootstrap(db: Db, input: Bootstrap): Promise<Bootstrapped> {
  const email = parseInput(emailSchema, input.email);
  const password = parseInput(newPasswordSchema, input.password);
  const tokenName = parseInput(nameSchema, input.tokenName ?? "bootstrap");
  const origin = { ip: null, userAgent: null };
  const owner = { email, password, name: "", organisationName: "My organisation" };
  return await createOwner(db, owner, origin, async (tx, { actor, app }) => {
    const scopes = ["admin" as const];
    const { token } = await insertToken(tx, { actor, origin }, { name: tokenName, scopes });
    return { organisationId: actor.organisationId, token, apps: [app] };
  });
}
