/** Asks the provider whether it accepts the new key, before anything depends on it. */
import type { Verdict } from "@/lib/providers/provider";
import { leaseSeconds } from "../core/schedule";
import type { Engine } from "../services";
import { callProvider } from "./call";
import { type Claim, leaseEnd } from "./claim";
import { openProvider } from "./open-provider";

/**
 * Delays between attempts, in seconds. A fresh key may be rejected until it is known everywhere. How long
 * that takes isn't documented; a minute has been observed. Deleting a good key too early would fail every
 * mint.
 */
const WAITS_SECONDS = [1, 2, 4, 8, 15, 30, 30] as const;

/** `skipped`: the setting is off. `superseded`: another worker took over meanwhile. */
export type Trial = Verdict | { kind: "skipped" | "superseded" };

export async function verifyKey(engine: Engine, claim: Claim, apiKey: string): Promise<Trial> {
  const residency = await residencyOf(engine, claim);
  if (!engine.settings.verifyBeforeExpose) return { kind: "skipped" };
  const verify = async () => (await openProvider(engine, claim.root)).verify(apiKey, residency);
  for (const seconds of WAITS_SECONDS) {
    const verdict = await verify();
    if (verdict.kind !== "refused") return verdict;
    if (!(await waitHoldingLease(engine, claim, seconds))) return { kind: "superseded" };
  }
  return await verify();
}

/** Never longer without a renewal than half of a lease. False if the lease is lost. */
async function waitHoldingLease(engine: Engine, claim: Claim, seconds: number): Promise<boolean> {
  const { timing } = engine.settings;
  const longest = leaseSeconds(timing) / 2;
  for (let left = seconds * timing.scale; left > 0; left -= longest) {
    await engine.clock.sleep(Math.min(left, longest) * 1000);
    if (!(await renewLease(engine, claim))) return false;
  }
  return true;
}

async function renewLease(engine: Engine, claim: Claim): Promise<boolean> {
  return await engine.store.inUnit(async (unit) => {
    const secret = await unit.lockSecret(claim.secretId);
    if (secret?.fence !== claim.fence) return false;
    const leaseUntil = leaseEnd(engine, unit);
    await unit.updateSecret(secret.id, { leaseUntil });
    await unit.updateCredential(claim.credential.id, "MINTED", { nextCheckAt: leaseUntil });
    return true;
  }, claim);
}

/** Where the project keeps its data. Asked for once if an older version of Phase didn't. */
async function residencyOf(engine: Engine, claim: Claim): Promise<string | null> {
  const { credential, root } = claim;
  if (credential.projectResidency !== null) return credential.projectResidency;
  const found = await callProvider(engine, root, (provider, rootKey) =>
    provider.getProject(rootKey, credential.projectId),
  );
  if (!found.ok) return null;
  const projectResidency = found.value.residency;
  await engine.store.inUnit(async (unit) => {
    const secret = await unit.lockSecret(claim.secretId);
    await unit.updateCredential(credential.id, "MINTED", { projectResidency });
    if (secret?.projectId === credential.projectId) await unit.updateSecret(secret.id, { projectResidency });
  });
  return projectResidency;
}
