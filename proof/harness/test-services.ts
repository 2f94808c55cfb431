/** What suites hand to commands and the engine. */
import { testSettings } from "./settings";
import { randomBytes } from "node:crypto";
import pino from "pino";
import { v7 as uuidv7 } from "uuid";
import { notificationWriter } from "@/lib/notifications/write-notifications";
import type { Actor } from "@/lib/access/context";
import { Keyring } from "@/lib/crypto/keyring";
import type { Db } from "@/lib/db";
import { ensureInstance } from "@/lib/instance/instance";
import { ProcessMetrics } from "@/lib/metrics/process-metrics";
import { createProviders } from "@/lib/providers/registry";
import { systemClock } from "@/lib/rotation/clock";
import type { createRotatingSecret } from "@/lib/rotation/commands/create-rotating-secret";
import type { EngineServices } from "@/lib/rotation/services";
import { WAKES_NOBODY } from "./wakes-nobody";
import { createStore } from "@/lib/rotation/store/create-store";

/** `openaiUrl`: without one, no provider can be reached. */
export function testServices(
  db: Db,
  { openaiUrl = "http://127.0.0.1:9", ...overrides }: Partial<EngineServices> & { openaiUrl?: string } = {},
): EngineServices {
  const settings = overrides.settings ?? testSettings();
  // As the simulator has them.
  const regionalUrl = openaiUrl.replace(/\/v1$/, "/regions/{region}/v1");
  const timeoutSeconds = settings.timing.providerTimeoutSeconds;
  const keyring = overrides.keyring ?? new Keyring([{ id: "k1", key: randomBytes(32) }]);
  const lookAtSeal = overrides.lookAtSeal ?? (async () => (await ensureInstance(db, keyring)).sealedBecause);
  return {
    db,
    store: createStore(db, WAKES_NOBODY, notificationWriter),
    queue: WAKES_NOBODY,
    keyring,
    providers: createProviders(
      { openai: { baseUrl: openaiUrl, regionalBaseUrl: regionalUrl, timeoutSeconds } },
      lookAtSeal,
    ),
    settings,
    log: pino({ level: "silent" }),
    metrics: new ProcessMetrics(),
    clock: systemClock,
    chance: () => 0.5,
    workerId: "test",
    lookAtSeal,
    ...overrides,
  };
}

/** An owner whom no row knows: for suites that ask the engine, not who may. */
export function testOwner(organisationId: string): Actor {
  const [userId, sessionId] = [uuidv7(), uuidv7()];
  const access = { role: "owner", environmentRoles: [] } as const;
  return { kind: "user", organisationId, userId, email: "ada@example.com", sessionId, ...access };
}

type Input = Parameters<typeof createRotatingSecret>[1];

/** The `nth` rotating secret of a suite, with a name and an output of its own; hourly. */
export function rotatingSecretInput(
  nth: number,
  {
    projectId,
    ...rest
  }: { projectId: string; environmentId: string; thirdPartyCredentialId: string } & Partial<Input>,
): Input {
  return {
    name: `OpenAI ${nth}`,
    description: "",
    provider: "openai",
    config: { projectId, nameTemplate: "phase-rs-{id}" },
    rotationIntervalSeconds: 3_600,
    revocationDelaySeconds: 600,
    outputs: { api_key: `OPENAI_API_KEY_${nth}` },
    ...rest,
  };
}
