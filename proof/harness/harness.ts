/** The engine on a real database and the simulator. Jobs run when the test says so: `work` does what is due now. */
import { v7 as uuidv7 } from "uuid";
import { insertApp } from "@/lib/apps/insert-app";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { startSimulator } from "@/simulator/server";
import { createThirdPartyCredential } from "@/lib/third-party-credentials/create-third-party-credential";
import { createRotatingSecret } from "@/lib/rotation/commands/create-rotating-secret";
import { findDue } from "@/lib/rotation/engine/due";
import { addWatches, claimLooks, lookInTurn } from "@/lib/rotation/engine/key-watch";
import { mintWhenDue } from "@/lib/rotation/engine/mint";
import { settle } from "@/lib/rotation/engine/settle";
import type { EngineCtx, EngineServices } from "@/lib/rotation/services";
import { rotatingSecretInput, testOwner, testServices } from "./test-services";

export type Harness = Awaited<ReturnType<typeof startHarness>>;

/** `given`: a migrated, empty database, where a suite needs one of a special kind. */
export async function startHarness(overrides: Partial<EngineServices> = {}, given?: TestDatabase) {
  const database = given ?? (await testDatabase());
  const simulator = await startSimulator();
  const { id: openAiOrganisation, adminKey } = simulator.state.createOrganization({ name: "Acme" });
  const projectId = simulator.state.createProject(openAiOrganisation, { name: "Production" }).id;
  const { db } = database;
  const organisation = await db.organisation.create({ data: { name: "Phase" } });
  const app = await db.$transaction((tx) => insertApp(tx, organisation.id, "Backend"));
  const environmentId = app.environments[0]?.id ?? "";
  const ctx: EngineCtx = {
    ...testServices(db, { openaiUrl: simulator.url, lookAtSeal: () => Promise.resolve(null), ...overrides }),
    actor: testOwner(organisation.id),
    origin: { ip: "192.0.2.1", userAgent: "test" },
  };
  const root = await createThirdPartyCredential(ctx, {
    provider: "openai",
    name: "Acme",
    adminApiKey: adminKey,
  });

  let created = 0;
  async function create(overrides: Partial<Parameters<typeof createRotatingSecret>[1]> = {}) {
    created += 1;
    const place = { environmentId, thirdPartyCredentialId: root.id, projectId };
    return await createRotatingSecret(ctx, rotatingSecretInput(created, { ...place, ...overrides }));
  }

  /** Does everything that is due, until none is left. */
  async function work(): Promise<void> {
    // Tests do in a moment what takes days: the admin key's allowance is none of their business.
    await db.thirdPartyCredential.updateMany({ data: { pacedUntil: null } });
    for (let round = 0; round < 50; round++) {
      const due = await findDue(db, 500);
      if (due.length === 0) return;
      for (const { kind, id } of due) await (kind === "mint" ? mintWhenDue(ctx, id) : settle(ctx, id));
    }
    throw new Error("There is always something due: a row is not put off.");
  }

  /** Every look at exposed keys that is due. */
  async function watchKeys(): Promise<void> {
    await addWatches(ctx);
    for (;;) {
      const due = await claimLooks(ctx);
      if (due.length === 0) return;
      for (const { looks } of due) await lookInTurn(ctx, looks);
    }
  }

  return {
    ...database,
    ctx,
    simulator,
    adminKey,
    openAiOrganisation,
    projectId,
    environmentId,
    root,
    create,
    /** Another admin key, with the same value; its id. */
    async copyRoot(): Promise<string> {
      const { unclaimedAccounts: _, ...row } = await db.thirdPartyCredential.findUniqueOrThrow({
        where: { id: root.id },
      });
      const id = uuidv7();
      await db.thirdPartyCredential.create({ data: { ...row, id, name: `Copy ${id}` } });
      return id;
    },
    work,
    watchKeys,
    /** Lets time go by for one rotating secret: each of its stored times moves into the past by so many seconds. */
    elapse: async (id: string, seconds: number) => {
      const by = `${seconds} seconds`;
      await db.$executeRaw`
        UPDATE rotating_secret SET next_rotation_at = next_rotation_at - ${by}::interval,
          retry_at = retry_at - ${by}::interval, lease_until = lease_until - ${by}::interval
        WHERE id = ${id}::uuid`;
      await db.$executeRaw`
        UPDATE minted_credential SET sent_at = sent_at - ${by}::interval, minted_at = minted_at - ${by}::interval,
          exposed_at = exposed_at - ${by}::interval,
          replaced_at = replaced_at - ${by}::interval, revoke_at = revoke_at - ${by}::interval,
          next_check_at = next_check_at - ${by}::interval, lease_until = lease_until - ${by}::interval,
          watch_until = watch_until - ${by}::interval
        WHERE rotating_secret_id = ${id}::uuid`;
    },
    credentials: (id: string) =>
      db.mintedCredential.findMany({ where: { rotatingSecretId: id }, orderBy: { id: "asc" } }),
    secret: (id: string) => db.rotatingSecret.findUniqueOrThrow({ where: { id } }),
    /** Names of the accounts that are alive at the provider. */
    accounts: () => simulator.state.serviceAccounts(projectId).map(({ name }) => name),
    async eventTypes(id: string) {
      const events = await db.event.findMany({ where: { rotatingSecretId: id }, orderBy: { id: "asc" } });
      return events.map(({ type }) => type);
    },
    async stop() {
      await simulator.close();
      await database.drop();
    },
  };
}
