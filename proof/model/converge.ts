/** The end of every run: everything is repaired, time passes, and nothing may be outstanding, lost or left over. */
import type { CredentialState } from "@/lib/rotation/core/model";
import { perform, replaceAdminKey, workOnce } from "./perform";
import type { World } from "./world";

const HOUR_MS = 3_600_000;
/** The watch over a lost request lasts a day; three clean looks may take three more. */
const AT_LEAST_MS = 26 * HOUR_MS;
const AT_MOST_MS = 8 * 24 * HOUR_MS;
const UNSETTLED: readonly CredentialState[] = ["SENDING", "MINTED", "REVOKING", "UNKNOWN"];
const LIVE: readonly CredentialState[] = ["ACTIVE", "EXPIRING"];
/** A revocation may be this late while the provider answers. */
const LATEST_MS = 60_000;
/** The longest wait between tries, and the longest pause that the provider may have asked for. */
const CATCH_UP_MS = 2 * HOUR_MS;

export async function converge(world: World): Promise<void> {
  await heal(world);
  const healedAt = world.now.getTime();
  const unsettled = () =>
    [...world.rows.credentials.values()].filter(({ state }) => UNSETTLED.includes(state));
  for (;;) {
    await drain(world);
    world.check();
    const passed = world.now.getTime() - healedAt;
    if (passed >= AT_LEAST_MS && unsettled().length === 0) break;
    if (passed > AT_MOST_MS) {
      const left = unsettled().map((row) => `${row.serviceAccountName}: ${row.state}`);
      throw new Error(`I2: never settled: ${left.join(", ")}`);
    }
    const enough = new Date(healedAt + AT_LEAST_MS);
    const times = [world.nextDueAt(), world.nextLookAt(), enough].map((at) => at?.getTime() ?? Infinity);
    const next = Math.min(...times.filter((at) => at > world.now.getTime()));
    await world.advance(((next === Infinity ? world.now.getTime() + 1 : next) - world.now.getTime()) / 1000);
  }
  checkAccounts(world);
  checkNames(world);
  checkRevocations(world, healedAt);
  checkSchedules(world, healedAt);
  checkKeys(world);
  world.check();
}

/** Until nothing is due. */
async function drain(world: World): Promise<void> {
  for (let round = 0; round < 50; round++) {
    await workOnce(world);
    const { mints, settles } = await world.backend.due();
    if (mints.length + settles.length === 0) return;
  }
  throw new Error("I9: there is always something due: a row is not put off");
}

async function heal(world: World): Promise<void> {
  const { provider } = world;
  provider.faults.length = 0;
  provider.listingLagSeconds = 0;
  provider.keyLifeSeconds = null;
  await world.setDatabaseAhead(0);
  await replaceAdminKey(world, "ours");
  while (world.frozen.length > 0) await world.thaw(0);
  for (const pick of world.secretIds.keys()) {
    await perform(world, { do: "move", pick, projectId: "proj_a", trouble: null });
    await perform(world, { do: "resume", pick, when: "keep_schedule", trouble: null });
  }
}

/** I2: the accounts that live under our names are exactly those of credentials in use. */
function checkAccounts(world: World): void {
  const rows = [...world.rows.credentials.values()];
  const forgotten = new Set(
    world.rows.events.flatMap(({ type, credentialId }) =>
      type === "credential.forgotten" ? [credentialId] : [],
    ),
  );
  const kept = new Set(
    rows
      .filter(({ state, id }) => LIVE.includes(state) || forgotten.has(id))
      .map((row) => row.serviceAccountName),
  );
  for (const { id, name, foreign } of world.provider.alive())
    if (!foreign && !kept.has(name)) world.invariants.violations.push(`I2: orphan ${id} "${name}"`);
  for (const row of rows.filter(({ state }) => LIVE.includes(state))) {
    const account = world.provider.accounts.find(({ id }) => id === row.serviceAccountId);
    if (account === undefined || account.deletedBy === "engine")
      world.invariants.violations.push(`I2: ${row.state} without an account`);
  }
  const foreign = world.provider.accounts.filter(
    (account) => account.foreign && account.deletedBy === "engine",
  );
  for (const { id } of foreign) world.invariants.violations.push(`I7: foreign account ${id} is gone`);
}

/** I1c: whatever ended a key at the provider, the exposed one works now. */
function checkKeys(world: World): void {
  const exposed = [...world.rows.credentials.values()].filter(({ state }) => state === "ACTIVE");
  for (const { serviceAccountId, serviceAccountName } of exposed) {
    const account = world.provider.accounts.find(({ id }) => id === serviceAccountId);
    if (!world.provider.keyWorks(account?.apiKey ?? ""))
      world.invariants.violations.push(`I1c: the exposed key of ${serviceAccountName} is dead`);
  }
}

function checkNames(world: World): void {
  const { namesSent } = world.provider;
  const twice = namesSent.filter((name, index) => namesSent.indexOf(name) !== index);
  for (const name of twice) world.invariants.violations.push(`I2: the name ${name} was sent twice`);
}

/** I3: what fell due since all works was revoked within a minute; what was owed before, after the longest wait. */
function checkRevocations(world: World, healedAt: number): void {
  for (const { state, revokeAt, revokedAt, serviceAccountName } of world.rows.credentials.values()) {
    if (revokeAt === null) continue;
    const due = revokeAt.getTime();
    const limit = due > healedAt + CATCH_UP_MS ? due + LATEST_MS : Math.max(due, healedAt) + CATCH_UP_MS;
    const late =
      state === "REVOKED"
        ? (revokedAt?.getTime() ?? 0) > limit
        : LIVE.includes(state) && world.now.getTime() > limit;
    if (late && state !== "ACTIVE")
      world.invariants.violations.push(`I3: ${serviceAccountName} is revoked late`);
  }
}

/** I9: each secret that runs has a next mint ahead, and one of its mints has succeeded since all works. */
function checkSchedules(world: World, healedAt: number): void {
  for (const secret of world.rows.secrets.values()) {
    if (secret.deletedAt !== null) continue;
    const next = secret.retryAt ?? secret.nextRotationAt;
    if (next <= world.now || secret.failureCount > 0 || secret.pauseReason !== null)
      world.invariants.violations.push(`I9: ${secret.name} has no healthy schedule`);
    const interval = secret.rotationIntervalSeconds * 1000;
    const exposed = [...world.rows.credentials.values()].find(
      (row) => row.rotatingSecretId === secret.id && row.state === "ACTIVE",
    );
    const age = world.now.getTime() - (exposed?.exposedAt?.getTime() ?? 0);
    const caughtUp = world.now.getTime() - healedAt > interval + CATCH_UP_MS;
    if (caughtUp && age > interval + CATCH_UP_MS)
      world.invariants.violations.push(`I9: ${secret.name} was not rotated in time`);
  }
}
