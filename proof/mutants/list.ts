/** Each breaks one guard of the engine. `suites` are the fastest ones that must notice. */
import { AUDIT } from "./audit";
import { FLOODS } from "./floods";
import { FLOW } from "./flow";
import { ACCESS } from "./access";
import { ADMIN_KEYS } from "./admin-keys";
import { GUARDS } from "./engine";
import { INSTALLATION } from "./installation";
import { KEPT_UNITS } from "./kept-units";
import { KEY_LIMITS } from "./key-limits";
import { KEYS } from "./keys";
import { COMMAND_GUARDS } from "./commands";
import { CONFIGURATION } from "./configuration";
import { CONSOLE } from "./console";
import { LISTS } from "./lists";
import { LOGINS } from "./logins";
import type { Mutant } from "./mutant";
import { PASSWORDS } from "./passwords";
import { PROVIDER } from "./provider";
import { PROGRAMS } from "./programs";
import { READS } from "./reads";
import { ROOMS } from "./house";
import { REQUESTS } from "./requests";
import { RESOURCES } from "./resources";
import { SEALING } from "./sealing";
import { WORKER } from "./worker";

const ENGINE = "lib/rotation/engine";
const MODEL = ["model/model", "model/steps", "interleavings/interleaving"].map(
  (name) => `proof/${name}.test.ts`,
);

export const MUTANTS: Mutant[] = [
  {
    name: "near-database-only",
    suites: ["lib/database/distance.test.ts"],
    changes: [
      { file: "lib/db.ts", find: "maxWait: 10_000, timeout: 20_000", put: "maxWait: 2_000, timeout: 5_000" },
    ],
  },
  {
    name: "probes-that-wait",
    suites: ["lib/http/database-trouble.test.ts"],
    changes: [
      {
        file: "lib/http/briefly.ts",
        find: "'statement_timeout', '3s', true), set_config('lock_timeout', '3s', true)",
        put: "'statement_timeout', '30s', true), set_config('lock_timeout', '30s', true)",
      },
    ],
  },
  {
    name: "shared-sessions-unnoticed",
    suites: ["lib/database/pooler.test.ts"],
    changes: [
      {
        file: "lib/database/check.ts",
        find: "if (first === again && second === otherAgain && first !== second) return null;",
        put: "if (first === again || first !== again) return null;",
      },
    ],
  },
  ...AUDIT,
  ...FLOW,
  ...GUARDS,
  ...KEPT_UNITS,
  ...KEY_LIMITS,
  ...KEYS,
  ...PROGRAMS,
  ...PROVIDER,
  ...READS,
  ...INSTALLATION,
  ...CONSOLE,
  ...ROOMS,
  ...SEALING,
  ...WORKER,
  ...ADMIN_KEYS,
  ...COMMAND_GUARDS,
  ...CONFIGURATION,
  ...ACCESS,
  ...FLOODS,
  ...REQUESTS,
  ...PASSWORDS,
  ...RESOURCES,
  ...LISTS,
  ...LOGINS,
  {
    name: "silence-without-end",
    suites: ["worker/frozen-connections.test.ts"],
    changes: [
      {
        file: "lib/database/client.ts",
        find: "if (!readyForQuery) {",
        put: "if (!readyForQuery && false) {",
      },
    ],
  },
  {
    name: "sleepy-watchdog",
    suites: ["worker/watchdog.test.ts"],
    changes: [{ file: "worker/watchdog.ts", find: "if (silent === 2) giveUp();", put: "" }],
  },
  {
    name: "watchdog-only-reads",
    suites: ["worker/watchdog.test.ts"],
    changes: [
      {
        file: "worker/watchdog.ts",
        find: "UPDATE worker_heartbeat SET at = at WHERE",
        put: "SELECT FROM worker_heartbeat WHERE",
      },
    ],
  },
  {
    name: "conflict-given-up",
    suites: ["lib/rotation/store/store.test.ts"],
    changes: [
      {
        file: "lib/rotation/store/create-store.ts",
        find: "if (!isConflict(error) || tries === MOST_TRIES) throw error;",
        put: "if (!isConflict(error) || tries > 0) throw error;",
      },
    ],
  },
  {
    name: "session-as-found",
    suites: ["lib/database/connect.test.ts"],
    changes: [
      { file: "lib/database/client.ts", find: "await this.#setSession();", put: "void this.#setSession;" },
    ],
  },
  {
    name: "no-fence-at-save",
    suites: MODEL,
    changes: [
      {
        file: "lib/rotation/core/lifecycle.ts",
        find: "  UNKNOWN: {\n",
        put: '  UNKNOWN: {\n    "credential.minted": "MINTED",\n',
      },
      {
        file: `${ENGINE}/save.ts`,
        find: 'if (credential.state !== "SENDING") {',
        put: 'if (credential.state !== "SENDING" && credential.state !== "UNKNOWN") {',
      },
    ],
  },
  {
    name: "switch-tried-once",
    suites: [`${ENGINE}/expose.test.ts`],
    changes: [
      {
        file: `${ENGINE}/expose.ts`,
        find: "claim.complete === null ? await insist(engine, claim, work) : await engine.store.inUnit(work)",
        put: "await engine.store.inUnit(work)",
      },
    ],
  },
  {
    name: "committed-switch-superseded",
    suites: [`${ENGINE}/expose.test.ts`],
    changes: [
      {
        file: `${ENGINE}/expose.ts`,
        find: 'credential.state === "ACTIVE" && secret.fence === claim.fence',
        put: "false",
      },
    ],
  },
  {
    name: "create-insists-on-its-switch",
    suites: [`${ENGINE}/expose.test.ts`],
    changes: [
      {
        file: `${ENGINE}/expose.ts`,
        find: "claim.complete === null ? await insist(engine, claim, work) : await engine.store.inUnit(work)",
        put: "await insist(engine, claim, work)",
      },
    ],
  },
  {
    name: "no-fence-at-switch",
    suites: MODEL,
    changes: [
      {
        file: `${ENGINE}/expose.ts`,
        find: 'if (credential.state !== "MINTED" || secret.fence !== claim.fence)',
        put: 'if (credential.state !== "MINTED")',
      },
      {
        file: `${ENGINE}/verify.ts`,
        find: "if (secret?.fence !== claim.fence) return false;",
        put: "if (secret === null) return false;",
      },
    ],
  },
  {
    name: "list-once",
    suites: MODEL,
    changes: [
      {
        file: `${ENGINE}/watch.ts`,
        find: "if (watched && cleanListings >= CLEAN_LISTINGS_NEEDED) {",
        put: "if (watched || cleanListings > 0) {",
      },
    ],
  },
  {
    name: "no-intent",
    suites: MODEL,
    changes: [
      {
        file: `${ENGINE}/lost.ts`,
        find: '"credential.outcome_unknown", patch, { detail }',
        put: '"credential.mint_refused", { nextCheckAt: null }, { detail: { code: "internal", message: "" } }',
      },
    ],
  },
  {
    name: "believe-every-404",
    suites: ["lib/providers/openai/provider.test.ts"],
    changes: [
      {
        file: "lib/providers/openai/provider.ts",
        find: "return await confirmGone(rootKey, projectId);",
        put: 'return "gone";',
      },
    ],
  },
  {
    name: "retry-post",
    suites: ["lib/providers/openai/provider.test.ts"],
    changes: [{ file: "lib/providers/openai/client.ts", find: "maxRetries: 0,", put: "maxRetries: 2," }],
  },
  {
    name: "name-reuse",
    suites: MODEL,
    changes: [
      {
        file: "lib/providers/account-names.ts",
        find: "return seconds > lastEpoch ? seconds : lastEpoch + 1n;",
        put: "return seconds > lastEpoch ? seconds : lastEpoch;",
      },
    ],
  },
  {
    name: "full-row-save",
    suites: MODEL,
    changes: [
      {
        file: `${ENGINE}/claim.ts`,
        find: "const taken = { secretId, fence, credential, root,",
        put: "const taken = { secret, secretId, fence, credential, root,",
      },
      {
        file: `${ENGINE}/expose.ts`,
        find: "await switchTo(unit, secret, credential, verdict);",
        put: "await unit.updateSecret(secret.id, { ...claim.secret, fence: secret.fence, lastEpoch: secret.lastEpoch });\n    await switchTo(unit, secret, credential, verdict);",
      },
    ],
  },
  {
    name: "no-clock-check",
    suites: MODEL,
    changes: [
      {
        file: `${ENGINE}/delay.ts`,
        find: 'if (reading === null) return "unknown";',
        put: 'if (reading !== null) return "over";\n  if (reading === null) return "unknown";',
      },
    ],
  },
  {
    name: "key-expiry-ignored",
    suites: MODEL,
    changes: [
      {
        file: `${ENGINE}/expose.ts`,
        find: "successorDueAt(unit.now, secret, keyExpiresAt, planned)",
        put: "successorDueAt(unit.now, secret, null, planned)",
      },
    ],
  },
  {
    name: "no-probe",
    suites: [`${ENGINE}/outage.test.ts`],
    changes: [
      {
        file: `${ENGINE}/postpone.ts`,
        find: "(await isProbe(engine, unit, credential, failure)) ? probeSeconds(timing)",
        put: "(await isProbe(engine, unit, credential, failure)) && false ? probeSeconds(timing)",
      },
    ],
  },
  {
    name: "no-call-back",
    suites: [`${ENGINE}/outage.test.ts`],
    changes: [{ file: `${ENGINE}/outage.ts`, find: "if (!wasAway ||", put: "if (wasAway || !wasAway ||" }],
  },
];
