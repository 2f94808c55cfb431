import type { EngineCtx } from "@/lib/rotation/services";
import { DomainError } from "@/lib/errors";
import { ProviderError } from "@/lib/providers/provider-error";
import type { ThirdPartyCredential } from "@/lib/generated/prisma/client";
import { callWithKey } from "@/lib/rotation/engine/call";
import { failureRow } from "@/lib/lists/failure-codes";
import { failureAnswer, whenAway } from "@/lib/rotation/commands/checks";

/**
 * Asks the provider whether the key may be used. This proves only reading; the first mint proves the rest.
 * @throws DomainError provider_auth_failed, provider_scope_missing, provider_unreachable …, naming the field
 */
export async function validateAdminKey(
  ctx: Pick<EngineCtx, "providers">,
  provider: string,
  adminKey: string,
): Promise<void> {
  await asAnswer(async () => (await ctx.providers.open(provider)).validateRoot(adminKey));
}

/** The same for a stored key. Also throws `provider_unreachable` if the key is parked. */
export async function validateStoredKey(ctx: EngineCtx, root: ThirdPartyCredential): Promise<void> {
  await asAnswer(() =>
    callWithKey(ctx, root, (provider, adminKey) => provider.validateRoot(adminKey), "urgent"),
  );
}

async function asAnswer(validate: () => Promise<void>): Promise<void> {
  try {
    await validate();
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    if (error.code === "sealed") throw failureAnswer(error);
    // Anything but a refusal of the key leaves the question open, which is the same to the person who saves
    // it.
    const refused = error.code === "provider_auth_failed" || error.code === "provider_scope_missing";
    const { isTransient = false } = failureRow(error.code);
    const code = refused ? error.code : "provider_unreachable";
    const message = refused
      ? error.message
      : `${error.message} Phase couldn't check the key, so it wasn't saved.`;
    throw new DomainError(code, message, {
      issues: [{ path: "adminApiKey", message }],
      ...(refused || isTransient ? {} : { status: 422 }),
      ...whenAway(error),
      cause: error,
    });
  }
}
