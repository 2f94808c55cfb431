import { mintedKeyPlace } from "@/lib/crypto/places";
import { open } from "@/lib/crypto/sealed";
import type { Observation } from "./observation";
import type { Stage } from "./stage";

/** Reads the rows and the provider's history at one moment: best when the workers rest. */
export async function observe({ ctx, db, state }: Stage): Promise<Observation> {
  const [secrets, credentials, events] = await db.$transaction(
    [
      db.rotatingSecret.findMany(),
      db.mintedCredential.findMany({ orderBy: { id: "asc" } }),
      db.event.findMany({ orderBy: { id: "asc" } }),
    ],
    { isolationLevel: "RepeatableRead" },
  );
  const exposedKeys = new Map<string, string | null>();
  for (const { id, state: credentialState, envelope } of credentials) {
    if (credentialState !== "ACTIVE") continue;
    const apiKey = await open(ctx.keyring, mintedKeyPlace(id, ctx.actor.organisationId), envelope ?? "");
    exposedKeys.set(id, state.liveKey(apiKey)?.account.id ?? null);
  }
  return { at: new Date(), history: [...state.history], secrets, credentials, events, exposedKeys };
}
