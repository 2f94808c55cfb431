import { existsSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { setupCodeOf } from "@/lib/first-run/setup-code";
import { Keyring } from "@/lib/crypto/keyring";
import { open } from "@/lib/crypto/sealed";
import { whatIsWrong } from "@/lib/database/check";
import { connect } from "@/lib/database/connect";
import { createDb } from "@/lib/db";
import type { Env } from "@/lib/settings/env";
import { exposureWarnings } from "@/lib/settings/exposure";
import { printable } from "@/lib/formats/printable";
import { forwardingWarning } from "@/lib/requests/forwarding";
import { leaveThrough } from "@/lib/settings/proxies";
import { findSeal } from "@/lib/instance/instance";
import { canaryPlace } from "@/lib/crypto/places";
import { LOSSY_DATABASE } from "@/lib/database/durability";
import { scrub } from "@/lib/log";
import { runningEmbedded } from "@/installation/postgres/embedded";
import { migrationNames } from "@/installation/migrations/migrations";
import { lookAtSettings } from "@/installation/installation";
import type { Settings } from "@/installation/complete-settings";
import { EXIT } from "../exit";
import { type Io, print } from "../io";
import { checkClock } from "./check-clock";
import { howToRun } from "@/lib/settings/how-to-run";

const LONGEST_ANSWER_SECONDS = 10;
const LATEST_HEARTBEAT_SECONDS = 60;

/** Changes nothing. A check returns a description, or throws what is wrong. */
export async function doctor(io: Io): Promise<number> {
  const bad: string[] = [];
  const check = async <Result>(
    name: string,
    look: () => Promise<{ says: string; found: Result }>,
  ): Promise<Result | undefined> => {
    const { says, found } = await look().catch((error: unknown) => {
      bad.push(name);
      return { says: messageOf(error), found: undefined };
    });
    const line = printable(scrub(says).replaceAll("\n", " "));
    print(io, `${found === undefined ? "bad" : "ok "}  ${name.padEnd(10)}  ${line}`);
    return found;
  };

  const settings = await check("settings", checkSettings);
  const database = settings && (await check("database", () => lookAtDatabase(settings)));
  if (settings !== undefined && database !== undefined) {
    await check("migrations", () => checkMigrations(database.client));
    await check("key ring", () => checkKeyRing(database.client, settings.env));
    await check("seal", () => checkSeal(settings.env, database.url));
    await check("owner", () => checkOwner(settings, database.client));
    await check("proxies", () => checkProxies(settings, database.client));
    await check("worker", () => checkWorker(database.client));
    await database.close();
  }
  const provider = settings && (await check("provider", () => checkProvider(settings.env)));
  if (database !== undefined && provider !== undefined) {
    await check("clock", async () => checkClock(database.aheadMs - provider.aheadMs));
  }
  return bad.length === 0 ? EXIT.ok : EXIT.error;
}

async function checkSettings() {
  const found = lookAtSettings();
  const database = found.isEmbedded ? `bundled database in ${found.env.dataDir}` : "database in DATABASE_URL";
  const warnings = exposureWarnings(found.env).map((warning) => `; warning: ${warning}`);
  return { says: `complete; ${database}${warnings.join("")}`, found };
}

async function lookAtDatabase({ env, isEmbedded }: Settings) {
  const url = isEmbedded ? await embeddedUrl(env.dataDir) : env.databaseUrl;
  // The start sets up the bundled database, including its tables.
  const wrong = isEmbedded ? null : await whatIsWrong(url);
  if (wrong !== null) throw new Error(wrong);
  const client = await connect(url, { answerSeconds: LONGEST_ANSWER_SECONDS });
  const close = async () => {
    await client.end().catch(() => {});
  };
  try {
    const { rows } = await client.query<{ version: string; fsync: string; now: Date }>(
      "SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync, now() AS now",
    );
    const { version = "", fsync, now = new Date() } = rows[0] ?? {};
    const lossy = fsync === "off" ? `; ${LOSSY_DATABASE}` : "";
    return {
      says: `PostgreSQL ${version} answers${lossy}`,
      found: { client, close, url, aheadMs: now.getTime() - Date.now() },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Only a running database, because a check must not start one. */
async function embeddedUrl(dataDir: string): Promise<string> {
  if (!existsSync(join(dataDir, "postgres", "PG_VERSION"))) {
    throw new Error(`${dataDir} has no database yet. ${howToRun("start")} creates it`);
  }
  const url = await runningEmbedded(dataDir);
  if (url === undefined)
    throw new Error(`the bundled database in ${dataDir} is not running. ${howToRun("start")} starts it`);
  return url;
}

async function checkMigrations(client: pg.Client) {
  const there = await client.query<{ there: boolean }>(
    "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there",
  );
  if (there.rows[0]?.there !== true)
    throw new Error("the database is empty. Start web or worker to create the schema");
  const { rows } = await client.query<{ name: string }>(
    "SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
  );
  const applied = new Set(rows.map(({ name }) => name));
  const known = await migrationNames();
  const pending = known.filter((name) => !applied.has(name));
  const ahead = [...applied].filter((name) => !known.includes(name));
  if (ahead.length > 0)
    throw new Error(`a newer version of Phase created this database (${ahead.join(", ")})`);
  if (pending.length > 0)
    throw new Error(`not applied yet: ${pending.join(", ")}. Start web or worker to apply them`);
  return { says: `all ${known.length} applied`, found: true };
}

async function checkKeyRing(client: pg.Client, env: Env) {
  const keyring = new Keyring(env.encryptionKeys);
  const { rows } = await client.query<{ instance_id: string; canary: string }>(
    "SELECT instance_id, canary FROM instance",
  );
  const [instance] = rows;
  if (instance === undefined)
    return { says: `${keyring.ids.join(", ")}; nothing is stored yet`, found: true };
  await open(keyring, canaryPlace(instance.instance_id), instance.canary);
  return { says: `${keyring.ids.join(", ")}; decrypts stored values`, found: true };
}

/** Copies are sealed. The key ring has its own line. */
async function checkSeal(env: Env, url: string) {
  const db = createDb(url, { max: 1 });
  try {
    const sealedBecause = await findSeal(db, new Keyring(env.encryptionKeys), env);
    if (sealedBecause !== null) throw new Error(`sealed, rotations are stopped. ${sealedBecause}`);
    return { says: "none; this installation rotates and revokes", found: true };
  } finally {
    await db.$disconnect();
  }
}

async function checkOwner({ env, isMadeUp }: Settings, client: pg.Client) {
  const { rows } = await client.query<{
    owned: boolean;
    instance: { instanceId: string; setupNonce: string } | null;
  }>(
    `SELECT EXISTS (SELECT FROM member WHERE role = 'owner') AS owned,
            (SELECT json_build_object('instanceId', instance_id, 'setupNonce', setup_nonce) FROM instance) AS instance`,
  );
  const { owned = false, instance = null } = rows[0] ?? {};
  if (owned) return { says: "has an account", found: true };
  const code =
    instance === null || isMadeUp
      ? `that the terminal of ${howToRun("start")} or ${howToRun("web")} shows`
      : setupCodeOf(instance, env.nextAuthSecret);
  const where = `open ${env.nextAuthUrl.origin} and create it with the setup code ${code}`;
  return { says: `has no account yet. ${where}`, found: true };
}

/** A warning rather than an error, because anyone can send the header. */
async function checkProxies({ env }: Settings, client: pg.Client) {
  const { rows } = await client.query<{ at: Date | null; now: Date }>(
    "SELECT forwarded_at AS at, now() AS now FROM instance",
  );
  const [instance] = rows;
  const warning =
    instance === undefined
      ? null
      : forwardingWarning({ forwardedAt: instance.at }, env.trustedProxies, instance.now);
  return { says: warning === null ? `${env.trustedProxies} trusted` : `warning: ${warning}`, found: true };
}

async function checkWorker(client: pg.Client) {
  const { rows } = await client.query<{ age: number | null }>(
    "SELECT extract(epoch FROM now() - max(at))::float8 AS age FROM worker_heartbeat",
  );
  const age = rows[0]?.age ?? null;
  if (age === null) throw new Error(`none is running. ${howToRun("worker")} starts one`);
  const says = `last heartbeat ${Math.max(0, Math.round(age))} s ago`;
  if (age > LATEST_HEARTBEAT_SECONDS) throw new Error(`${says}. ${howToRun("worker")} starts one`);
  return { says, found: true };
}

/** Any response is enough, because the request has no key. */
async function checkProvider({ openaiBaseUrl, providerTimeoutSeconds, proxies }: Env) {
  leaveThrough(proxies);
  const { host } = new URL(openaiBaseUrl);
  const response = await fetch(`${openaiBaseUrl}/models`, {
    redirect: "manual",
    signal: AbortSignal.timeout(providerTimeoutSeconds * 1000),
  });
  await response.body?.cancel();
  if (response.status >= 500) throw new Error(`OpenAI at ${host} returns ${response.status}`);
  const at = Date.parse(response.headers.get("date") ?? "");
  return {
    says: `OpenAI at ${host} answers`,
    found: { aheadMs: Number.isNaN(at) ? 0 : at - Date.now() },
  };
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError) return error.errors.map(messageOf).join("; ");
  const cause = error.cause instanceof Error ? ` (${messageOf(error.cause)})` : "";
  return `${error.message}${cause}`;
}
