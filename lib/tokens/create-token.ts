import type * as z from "zod";
import type {
  createdServiceTokenSchema,
  createServiceTokenSchema,
  ServiceToken,
} from "@/lib/api/service-tokens";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { refuseTakenName } from "@/lib/database/refuse-duplicate";
import { given } from "@/lib/formats/given";
import { databaseNow, type Tx } from "@/lib/db";
import { invalid } from "@/lib/requests/read-input";
import { tokenExpiry } from "./expiry";
import { insertStoredToken } from "./insert-token";
import { showToken } from "./show-token";
import { newStoredText, type StoredText } from "./token-text";

type Input = z.output<typeof createServiceTokenSchema>;

/** Only this response ever contains the token. Throws `name_exists`. */
export async function createToken(
  ctx: Ctx,
  input: Input,
): Promise<z.infer<typeof createdServiceTokenSchema>> {
  const { token, ...stored } = newStoredText();
  return { ...(await createTokenOf(ctx, input, () => Promise.resolve(stored))), token };
}

/** Creates a token. `storedOf` returns what Phase stores of its text, and runs in the same transaction. */
export async function createTokenOf(
  ctx: Ctx,
  input: Input,
  storedOf: (tx: Tx) => Promise<StoredText>,
): Promise<ServiceToken> {
  authorise(ctx.actor, "tokens:manage");
  const expiresAt = tokenExpiry(ctx.actor, input.expiresAt, await databaseNow(ctx.db));
  const environmentIds = [...new Set(input.environmentIds ?? [])];
  const known = await ctx.db.environment.count({
    where: { id: { in: environmentIds }, app: { organisationId: ctx.actor.organisationId } },
  });
  if (known !== environmentIds.length) {
    throw invalid([{ path: "environmentIds", message: "One of these environments does not exist." }]);
  }
  const { name, scopes, keys, labels } = input;
  return await refuseTakenName("service token", name, () =>
    ctx.db.$transaction(async (tx) => {
      const row = await insertStoredToken(
        tx,
        ctx,
        { name, scopes, environmentIds, expiresAt, ...given({ keys, labels }) },
        await storedOf(tx),
      );
      return showToken(row);
    }),
  );
}
