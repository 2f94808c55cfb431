/** The setting of a chaos run: a database, a provider with a memory, rotating secrets, an operator, workers. */
import type { EngineCtx } from "@/lib/rotation/services";
import { testSettings } from "../harness/settings";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { v7 as uuidv7 } from "uuid";
import { insertApp } from "@/lib/apps/insert-app";
import { Keyring } from "@/lib/crypto/keyring";
import { createDb } from "@/lib/db";
import { createThirdPartyCredential } from "@/lib/third-party-credentials/create-third-party-credential";
import { startSimulator } from "@/simulator/server";
import { seededRandom } from "@/simulator/random";
import { createRotatingSecret } from "@/lib/rotation/commands/create-rotating-secret";
import { accountName } from "@/lib/providers/account-names";
import { rotatingSecretInput, testOwner, testServices } from "../harness/test-services";
import type { Cluster } from "./cluster";
import type { Result } from "./result";
import { startTcpProxy } from "./tcp-proxy";
import { startWorkerProcess, type WorkerProcess } from "./worker-process";

export type StageOptions = {
  seed: number;
  secrets: number;
  rotationIntervalSeconds: number;
  revocationDelaySeconds: number;
  /** How many admin keys share the secrets; each is allowed a few calls a second. */
  rootCredentials?: number;
  /** PHASE_RETRY_SCALE of the workers. */
  retryScale: number;
  providerTimeoutSeconds: number;
  reconcileIntervalSeconds: number;
  keyWatchIntervalSeconds: number;
  /** How many of the secrets rotate once a day only: what becomes of their keys, nothing but the watch notices. */
  sleepers?: number;
  verifyBeforeExpose?: boolean;
};

/** Waits are shortened until a request of unknown outcome is given up after 15 seconds instead of a day. */
export const CHAOS_OPTIONS = {
  secrets: 24,
  rotationIntervalSeconds: 2,
  revocationDelaySeconds: 1,
  retryScale: 15 / 86_400,
  providerTimeoutSeconds: 2,
  reconcileIntervalSeconds: 0.5,
  keyWatchIntervalSeconds: 1,
} as const;

/** The defaults of lib/settings/env.ts. */
export const SHIPPED_OPTIONS = {
  retryScale: 1,
  providerTimeoutSeconds: 30,
  reconcileIntervalSeconds: 60,
  keyWatchIntervalSeconds: 300,
} as const;

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** A stage for as long as `work` takes. */
export async function withStage(
  cluster: Cluster,
  bundle: string,
  options: StageOptions,
  work: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  const stage = await openStage(cluster, bundle, options);
  try {
    return await work(stage);
  } finally {
    await stage.close();
  }
}

async function openStage(cluster: Cluster, bundle: string, options: StageOptions) {
  const {
    seed,
    retryScale,
    providerTimeoutSeconds,
    keyWatchIntervalSeconds,
    verifyBeforeExpose = true,
    rootCredentials = 1,
  } = options;
  const databaseUrl = await cluster.createDatabase();
  const db = createDb(databaseUrl, { max: 4 });
  const simulator = await startSimulator({ seed });
  const databaseProxy = await startTcpProxy(Number(new URL(databaseUrl).port));
  const providerProxy = await startTcpProxy(Number(new URL(simulator.url).port));

  const { state } = simulator;
  const { id: openAiOrganisation } = state.createOrganization({ name: "Acme" });
  const projectId = state.createProject(openAiOrganisation, { name: "Production" }).id;
  const organisation = await db.organisation.create({ data: { name: "Phase" } });
  const app = await db.$transaction((tx) => insertApp(tx, organisation.id, "Backend"));
  const environmentId = app.environments[0]?.id ?? "";
  const key = randomBytes(32);
  const ctx: EngineCtx = {
    ...testServices(db, {
      openaiUrl: simulator.url,
      keyring: new Keyring([{ id: "k1", key }]),
      settings: testSettings({
        timing: { scale: retryScale, providerTimeoutSeconds },
        verifyBeforeExpose,
        keyWatchIntervalSeconds,
      }),
      chance: seededRandom(seed),
      workerId: "operator",
      lookAtSeal: () => Promise.resolve(null),
    }),
    actor: testOwner(organisation.id),
    origin: { ip: null, userAgent: "chaos" },
  };
  const rootIds: string[] = [];
  for (let index = 0; index < rootCredentials; index++) {
    const adminApiKey = state.createAdminKey(openAiOrganisation);
    const input = { provider: "openai", name: `Acme ${index + 1}`, adminApiKey } as const;
    rootIds.push((await createThirdPartyCredential(ctx, input)).id);
  }

  let created = 0;
  async function createSecret(isSleeper = false): Promise<string> {
    created += 1;
    const { revocationDelaySeconds } = options;
    const rotationIntervalSeconds = isSleeper ? 86_400 : options.rotationIntervalSeconds;
    const thirdPartyCredentialId = rootIds[created % rootIds.length] ?? "";
    const place = { environmentId, thirdPartyCredentialId, projectId };
    const input = rotatingSecretInput(created, { ...place, rotationIntervalSeconds, revocationDelaySeconds });
    const { id } = await createRotatingSecret(ctx, input);
    return id;
  }
  const secretIds: string[] = [];
  for (let index = 0; index < options.secrets; index++)
    secretIds.push(await createSecret(index < (options.sleepers ?? 0)));
  // Names that are nearly Phase's, and another installation's. Matching only a part of a name would delete
  // one of these.
  for (const { name } of state.serviceAccounts(projectId).slice(0, 3)) {
    const theirs = accountName("phase-rs-{id}", uuidv7(), Math.floor(Date.now() / 1000));
    for (const foreign of [name.slice(0, -1), `${name}0`, theirs])
      state.createServiceAccount(projectId, { name: foreign });
  }

  const through = (url: string, port: number) => Object.assign(new URL(url), { port: String(port) }).href;
  const workerEnv = {
    DATABASE_URL: through(databaseUrl, databaseProxy.port),
    OPENAI_BASE_URL: through(simulator.url, providerProxy.port),
    PHASE_ENCRYPTION_KEYS: `k1:${key.toString("base64")}`,
    NEXTAUTH_SECRET: randomBytes(32).toString("hex"),
    NEXTAUTH_URL: "http://127.0.0.1:3000",
    PHASE_DATA_DIR: cluster.folder,
    PHASE_MIN_ROTATION_INTERVAL_SECONDS: "1",
    PHASE_RETRY_SCALE: String(retryScale),
    PHASE_PROVIDER_TIMEOUT_SECONDS: String(providerTimeoutSeconds),
    PHASE_RECONCILE_INTERVAL_SECONDS: String(options.reconcileIntervalSeconds),
    PHASE_KEY_WATCH_INTERVAL_SECONDS: String(keyWatchIntervalSeconds),
    PHASE_VERIFY_BEFORE_EXPOSE: String(verifyBeforeExpose),
    LOG_LEVEL: "info",
    // Compiled code of the bundle is kept from one start to the next.
    NODE_COMPILE_CACHE: join(cluster.folder, "compiled"),
  };
  const workers = new Set<WorkerProcess>();
  let closing = false;

  return {
    ...options,
    ctx,
    db,
    databaseUrl,
    workerEnv,
    state,
    projectId,
    /** Those made at the beginning. */
    secretIds,
    databaseProxy,
    providerProxy,
    random: seededRandom(seed),
    sleeperIds: secretIds.slice(0, options.sleepers ?? 0),
    createSecret: () => createSecret(),
    startWorker(env: Record<string, string> = {}, program = bundle): WorkerProcess {
      const worker = startWorkerProcess(
        program,
        { ...workerEnv, ...env },
        join(cluster.folder, "workers.log"),
      );
      workers.add(worker);
      void worker.ended.then(() => workers.delete(worker));
      return worker;
    },
    /** From here on, a worker that ends is not to be replaced. */
    isClosing: () => closing,
    async close() {
      closing = true;
      const ends = [...workers].map((worker) => {
        worker.signal("SIGKILL");
        return worker.ended;
      });
      await Promise.all(ends);
      await databaseProxy.close();
      await providerProxy.close();
      await db.$disconnect();
      await simulator.close();
    },
  };
}
