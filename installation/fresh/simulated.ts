import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { bootstrap } from "@/lib/first-run/bootstrap";
import { createDb } from "@/lib/db";
import { DomainError } from "@/lib/errors";
import { warn } from "@/lib/terminal";
import { type Simulator, startSimulator } from "@/simulator/server";
import { lookAtSettings, type Installation, openInstallation, readDotenv } from "../installation";
import { holdPort } from "../machine/ports";
import { claimPort } from "../programs/programs";
import { DEFAULT_DATA_DIR, kept } from "../complete-settings";

export type Simulated = Installation & {
  login: { email: string; password: string };
  /** The service token created with the login. Null if an earlier version created it, and did not keep it. */
  token: string | null;
  simulator: { url: string; controlUrl: string; adminKey: string };
};

/** Something between the installation and the simulator. */
export type Front = {
  /** Added to the variables with OpenAI's URLs, or in their place. */
  settings: Record<string, string>;
  close(): Promise<void>;
};

const EMAIL = "demo@example.com";
const SIMULATOR_PORT = 4010;
const FIRST_PORT = 3000;
const LAST_PORT = 3099;

/**
 * An installation in the folder `name` of the data folder, with the simulator in OpenAI's place and a login.
 * Ignores settings for a real database or the real OpenAI. `frontOf` puts something in front of the
 * simulator.
 */
export async function openSimulated(
  name: string,
  frontOf: (simulator: Simulator) => Promise<Front> = direct,
): Promise<Simulated> {
  readDotenv();
  const dataDir = join(resolve(process.env.PHASE_DATA_DIR?.trim() || DEFAULT_DATA_DIR), name);
  Object.assign(process.env, {
    PHASE_DATA_DIR: dataDir,
    DATABASE_URL: "",
    DATABASE_URL_FILE: "",
    PHASE_ENCRYPTION_KEYS: "",
    PHASE_ENCRYPTION_KEYS_FILE: "",
    OPENAI_BASE_URL: "",
    OPENAI_REGIONAL_BASE_URL: "",
    PHASE_MIN_ROTATION_INTERVAL_SECONDS: process.env.PHASE_MIN_ROTATION_INTERVAL_SECONDS?.trim() || "10",
    // People who try webhooks here have their receiver on this machine.
    PHASE_WEBHOOK_ALLOW_PRIVATE: process.env.PHASE_WEBHOOK_ALLOW_PRIVATE?.trim() || "true",
    PORT: process.env.PORT?.trim() || String(await firstFreePort()),
    LOG_LEVEL: process.env.LOG_LEVEL?.trim() || "warn",
  });
  await claimPort(lookAtSettings().env);
  const password = kept(dataDir, "login-password", () => randomBytes(12).toString("base64url"));
  const stateFile = join(dataDir, "simulator.json");
  const asked = Number(process.env.SIMULATOR_PORT?.trim() || SIMULATOR_PORT);
  const start = (port: number) => startSimulator({ port, stateFile, demo: true });
  const simulator = await start(asked).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    return start(0);
  });
  const front = await frontOf(simulator);
  Object.assign(process.env, front.settings);
  const closeSimulator = async () => {
    await front.close();
    await simulator.close();
  };
  const installation = await openInstallation().catch(async (error: unknown) => {
    await closeSimulator();
    throw error;
  });
  const close = async () => {
    await installation.close();
    await closeSimulator();
  };
  const token = await makeLogin(installation.env.databaseUrl, password).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const { url, controlUrl, state } = simulator;
  return {
    ...installation,
    login: { email: EMAIL, password },
    token: keptToken(dataDir, token),
    simulator: {
      url,
      controlUrl,
      adminKey: state.adminKeys().find((key) => state.liveAdminKey(key.value))?.value ?? "",
    },
    close,
  };
}

/** Kept beside the login's password, because only its creation shows it. */
function keptToken(dataDir: string, created: string | null): string | null {
  if (created === null && !existsSync(join(dataDir, "service-token"))) return null;
  return kept(dataDir, "service-token", () => created ?? "");
}

function direct({ url, regionalUrl }: Simulator): Promise<Front> {
  const settings = { OPENAI_BASE_URL: url, OPENAI_REGIONAL_BASE_URL: regionalUrl };
  return Promise.resolve({ settings, close: () => Promise.resolve() });
}

async function makeLogin(databaseUrl: string, password: string): Promise<string | null> {
  const db = createDb(databaseUrl, { max: 2 });
  try {
    return (await bootstrap(db, { email: EMAIL, password, tokenDays: null })).token;
  } catch (error) {
    if (error instanceof DomainError && error.code === "owner_exists") return null;
    throw error;
  } finally {
    await db.$disconnect();
  }
}

/** Reserved already, so that another start at the same moment tries the next one. */
export async function firstFreePort(): Promise<number> {
  const host = process.env.HOST?.trim() || "127.0.0.1";
  for (let port = FIRST_PORT; port <= LAST_PORT; port++) {
    if (await holdPort(port, host)) return port;
    warn(`Port ${port} is taken; trying ${port + 1}. PORT chooses another.`);
  }
  throw new Error(`Ports ${FIRST_PORT} to ${LAST_PORT} are all taken. Set PORT to a free one.`);
}
