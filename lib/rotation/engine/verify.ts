/** Asks the provider whether it accepts the new key, before anything depends on it. */
import type { Verdict } from "@/lib/providers/provider";
import { providerOf } from "@/lib/providers/registry";
import type { Engine } from "../services";
import { type Claim, leaseEnd } from "./claim";

/** Waits between tries, in seconds: a fresh key may need a moment to be known everywhere. */
const WAITS_SECONDS = [1, 2, 4, 8] as const;

/** `skipped`: the setting is off. `superseded`: another worker took over meanwhile. */
export async function verifyKey(
  engine: Engine,
  claim: Claim,
  apiKey: string,
): Promise<Verdict | "skipped" | "superseded"> {
  if (!engine.settings.verifyBeforeExpose) return "skipped";
  const verify = async () => (await providerOf(engine.providers, claim.root.provider)).verify(apiKey);
  for (const seconds of WAITS_SECONDS) {
    const verdict = await verify();
    if (verdict !== "refused") return verdict;
    await engine.clock.sleep(seconds * engine.settings.timing.scale * 1000);
    if (!(await renewLease(engine, claim))) return "superseded";
  }
  return await verify();
}

async function renewLease(engine: Engine, claim: Claim): Promise<boolean> {
  return await engine.store.inUnit(async (unit) => {
    const secret = await unit.lockSecret(claim.secretId);
    if (secret?.fence !== claim.fence) return false;
    const leaseUntil = leaseEnd(engine, unit);
    await unit.updateSecret(secret.id, { leaseUntil });
    await unit.updateCredential(claim.credential.id, "MINTED", { nextCheckAt: leaseUntil });
    return true;
  });
}
