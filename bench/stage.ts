/** Where measurements run: the product's own services in this process, on a new database, with shipped settings. */
import type { EngineCtx } from "@/lib/rotation/services";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApp } from "@/lib/apps/create-app";
import { bootstrap } from "@/lib/first-run/bootstrap";
import { connect } from "@/lib/database/connect";
import { db } from "@/lib/db";
import { env } from "@/lib/settings/env";
import { log } from "@/lib/log";
import { createBoss } from "@/lib/queue/boss";
import { createQueues } from "@/lib/queue/queue";
import { createRotatingSecret } from "@/lib/rotation/commands/create-rotating-secret";
import { rotatingSecretInput } from "@/proof/harness/test-services";
import { createServices } from "@/lib/create-services";
import { createThirdPartyCredential } from "@/lib/third-party-credentials/create-third-party-credential";
import { findTokenActor } from "@/lib/tokens/find-token-actor";
import { freePort } from "@/installation/machine/ports";
import { openInstallation } from "@/installation/installation";
import { startSimulator } from "@/simulator/server";

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** Waiting times of the engine's own are next to nothing, and with them an admin key's allowance. */
const HURRIED = 0.0001;

export async function openStage() {
  // Standard output is for the table.
  log.level = "error";
  const folder = await mkdtemp(join(tmpdir(), "phase-bench-"));
  const simulator = await startSimulator();
  const { state } = simulator;
  const openAiOrganisation = state.createOrganization({ name: "Acme" }).id;
  const projectId = state.createProject(openAiOrganisation, { name: "Production" }).id;
  // An empty setting means the default, whatever the caller's environment or .env says.
  Object.assign(process.env, {
    PHASE_DATA_DIR: folder,
    HOST: "127.0.0.1",
    PORT: String(await freePort()),
    LOG_LEVEL: "error",
    DATABASE_URL: "",
    PHASE_ENCRYPTION_KEYS: "",
    PHASE_INSTANCE_ID: "",
    NEXTAUTH_SECRET: "",
    NEXTAUTH_URL: "",
    OPENAI_BASE_URL: simulator.url,
    PHASE_RETRY_SCALE: "",
    PHASE_PROVIDER_TIMEOUT_SECONDS: "",
    PHASE_RECONCILE_INTERVAL_SECONDS: "",
    PHASE_VERIFY_BEFORE_EXPOSE: "",
    PHASE_MIN_ROTATION_INTERVAL_SECONDS: "",
  });
  const installation = await openInstallation({ shared_preload_libraries: "pg_stat_statements" });
  const owner = await connect(installation.env.migrationDatabaseUrl);
  await owner.query("CREATE EXTENSION pg_stat_statements");
  const boss = createBoss(env().databaseUrl, { sendOnly: true });
  await boss.start();
  await createQueues(boss);
  const services = await createServices(boss);
  const login = { email: "bench@example.com", password: "a password for one run" };
  const { token } = await bootstrap(db(), login);
  const actor = await findTokenActor(db(), token, null);
  if (actor === null) throw new Error("The new service token is not known.");
  const ctx: EngineCtx = { ...services, actor, origin: { ip: null, userAgent: "bench" } };
  const { timing } = services.settings;
  let created = 0;

  return {
    ctx,
    /** The same, but that it waits for nothing. */
    hurried: { ...ctx, settings: { ...ctx.settings, timing: { ...timing, scale: HURRIED } } },
    services,
    /** How many statements the database has executed so far, including those that begin and end transactions. */
    async statements(): Promise<number> {
      const { rows } = await owner.query<{ calls: number }>(
        "SELECT sum(calls)::int AS calls FROM pg_stat_statements",
      );
      return rows[0]?.calls ?? 0;
    },
    token,
    login,
    /** Whether audit entries are waiting to be linked. */
    async chained(isOn: boolean): Promise<void> {
      await owner.query(
        `ALTER TABLE audit_entry ${isOn ? "ENABLE" : "DISABLE"} TRIGGER audit_entry_unlinked`,
      );
    },
    /** Of the role that owns the tables. */
    ownerUrl: installation.env.migrationDatabaseUrl,
    simulator,
    projectId,
    createProject: (name: string) => state.createProject(openAiOrganisation, { name }).id,
    /** An admin key that the product doesn't know. */
    createAdminKey: () => state.createAdminKey(openAiOrganisation),
    async createEnvironment(name: string): Promise<string> {
      created += 1;
      const app = await createApp(ctx, { name: `${name} ${created}` });
      const [environment] = app.environments;
      if (environment === undefined) throw new Error("The new app has no environment.");
      return environment.id;
    },
    async createRootCredential(adminApiKey = state.createAdminKey(openAiOrganisation)): Promise<string> {
      created += 1;
      const name = `Acme ${created}`;
      return (await createThirdPartyCredential(ctx, { provider: "openai", name, adminApiKey })).id;
    },
    /** Rotates hourly, automatically in an hour at the earliest. */
    async createRotatingSecret(
      engine: EngineCtx,
      environmentId: string,
      thirdPartyCredentialId: string,
      revocationDelaySeconds: number,
      inProject = projectId,
    ): Promise<string> {
      created += 1;
      const place = { environmentId, thirdPartyCredentialId, projectId: inProject };
      const input = rotatingSecretInput(created, { ...place, revocationDelaySeconds });
      const secret = await createRotatingSecret(engine, input);
      return secret.id;
    },
    async close(): Promise<void> {
      await boss.stop();
      await db().$disconnect();
      await owner.end();
      await installation.close();
      await simulator.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
