/** Guards of the engine's flow: what is minted when and why, what people ask for, what is left of a create. */
import type { Mutant } from "./mutant";

const ENGINE = "lib/rotation/engine";

const ROTATIONS = ["lib/rotation/queries/rotation.test.ts"];

export const FLOW: Mutant[] = [
  {
    name: "each-request-is-a-rotation",
    suites: ROTATIONS,
    changes: [
      {
        file: `${ENGINE}/operate.ts`,
        find: "const rotationId = secret.rotationId ?? eventId;",
        put: "const rotationId = eventId;",
      },
    ],
  },
  {
    name: "rotation-names-no-key",
    suites: ROTATIONS,
    changes: [
      {
        file: `${ENGINE}/expose.ts`,
        find: "const { rotationId } = secret;",
        put: "const rotationId = null;",
      },
    ],
  },
  {
    name: "rotation-never-ends",
    suites: ROTATIONS,
    changes: [
      {
        file: `${ENGINE}/request.ts`,
        find: "    rotationId: null,\n",
        put: "",
      },
    ],
  },
  {
    name: "next-rotation-is-the-last",
    suites: ROTATIONS,
    changes: [
      {
        file: `${ENGINE}/expose.ts`,
        find: "    rotationId: null,\n",
        put: "",
      },
    ],
  },
  {
    name: "deleted-keeps-its-rotation",
    suites: ROTATIONS,
    changes: [
      {
        file: `${ENGINE}/operate.ts`,
        find: "    rotationId: null,\n",
        put: "",
      },
    ],
  },
  {
    name: "lateness-kept",
    suites: [`${ENGINE}/request.test.ts`],
    changes: [
      {
        file: `${ENGINE}/expose.ts`,
        find: ": nextInSeries(secret.nextRotationAt, secret.rotationIntervalSeconds, unit.now);",
        put: ": secondsAfter(unit.now, secret.rotationIntervalSeconds);",
      },
    ],
  },
  {
    name: "retries-by-chance",
    suites: [`${ENGINE}/request.test.ts`],
    changes: [
      {
        file: `${ENGINE}/mint-failure.ts`,
        find: "backoffSeconds(told.failureCount, spreadOf(secret.id),",
        put: "backoffSeconds(told.failureCount, engine.chance(),",
      },
    ],
  },
  {
    name: "request-waits-like-schedule",
    suites: [`${ENGINE}/request.test.ts`],
    changes: [
      {
        file: `${ENGINE}/mint-failure.ts`,
        find: "if (rotateRequestedAt === null) return rotationIntervalSeconds;",
        put: "if (rotateRequestedAt === null || timing.scale > 0) return rotationIntervalSeconds;",
      },
    ],
  },
  {
    name: "pause-keeps-request",
    suites: [`${ENGINE}/request.test.ts`],
    changes: [
      {
        file: `${ENGINE}/operate.ts`,
        find: "if (secret.pauseReason !== null && secret.rotateRequestedAt === null) return;",
        put: "if (secret.pauseReason !== null) return;",
      },
    ],
  },
  {
    name: "need-forgotten",
    suites: [`${ENGINE}/request.test.ts`],
    changes: [
      {
        file: `${ENGINE}/request.ts`,
        find: "rotateReason: isNeed(rotateReason) ? rotateReason : null,",
        put: "rotateReason: null,",
      },
    ],
  },
  {
    name: "resume-leaves-need",
    suites: [`${ENGINE}/request.test.ts`],
    changes: [
      {
        file: `${ENGINE}/operate.ts`,
        find: 'when === "now" || isNeed(secret.rotateReason)',
        put: 'when === "now"',
      },
    ],
  },
  {
    name: "epochs-from-beyond",
    suites: [`${ENGINE}/inventory.test.ts`],
    changes: [
      {
        file: `${ENGINE}/inventory-findings.ts`,
        find: "if (!isPlausibleEpoch(account.epoch, unit.now)) return false;",
        put: "",
      },
    ],
  },
  {
    name: "lost-answer-undoes-create",
    suites: ["lib/rotation/commands/create-rotating-secret.test.ts"],
    changes: [{ file: `${ENGINE}/create.ts`, find: "if (secret?.deletedAt === null) return null;", put: "" }],
  },
  {
    name: "failed-create-is-news",
    suites: ["lib/rotation/commands/create-rotating-secret.test.ts"],
    changes: [
      {
        file: "lib/notifications/write-notifications.ts",
        find: "(secret.deleted_at IS NULL OR NOT news.of_secret) AND ",
        put: "",
      },
    ],
  },
  {
    name: "late-edit-takes-deleted-key",
    suites: ["lib/rotation/commands/update-rotating-secret.test.ts"],
    changes: [
      {
        file: "lib/rotation/store/create-store.ts",
        find: "AND deleted_at IS NULL FOR KEY SHARE",
        put: "FOR KEY SHARE",
      },
    ],
  },
  {
    name: "deleted-key-edited",
    suites: ["lib/rotation/commands/update-rotating-secret.test.ts"],
    changes: [
      {
        file: "lib/third-party-credentials/update-third-party-credential.ts",
        find: "findUnique({ where: { id, deletedAt: null } })",
        put: "findUnique({ where: { id } })",
      },
    ],
  },
  {
    name: "unknown-outcome-is-healthy",
    suites: [`${ENGINE}/unknown-outcome.test.ts`],
    changes: [
      {
        file: "lib/rotation/queries/show.ts",
        find: "row.credentials.filter(({ state }) => WAITING_STATES.includes(state))",
        put: 'row.credentials.filter(({ state }) => state === "EXPIRING" || state === "REVOKING")',
      },
    ],
  },
  {
    name: "unknown-outcome-untold",
    suites: [`${ENGINE}/unknown-outcome.test.ts`],
    changes: [
      {
        file: "lib/notifications/write-notifications.ts",
        find: 'if (from !== "REVOKING" && from !== "UNKNOWN" && !failing) return;',
        put: 'if (from !== "REVOKING" && !failing) return;',
      },
    ],
  },
  {
    name: "restored-mint-deleted-at-once",
    suites: [`${ENGINE}/quarantine.test.ts`],
    changes: [
      {
        file: `${ENGINE}/watch.ts`,
        find: "return revokeAt !== null;",
        put: "return revokeAt === null && false;",
      },
    ],
  },
  {
    name: "restored-key-deleted-at-once",
    suites: [`${ENGINE}/quarantine.test.ts`],
    changes: [
      {
        file: `${ENGINE}/claim.ts`,
        find: "isOverlooked(inFlight.nextCheckAt, unit.now, engine.settings.timing) || inFlight.revokeAt !== null",
        put: "inFlight.revokeAt !== null",
      },
    ],
  },
  {
    name: "every-lost-mint-in-quarantine",
    suites: [`${ENGINE}/quarantine.test.ts`],
    changes: [
      {
        file: "lib/rotation/core/schedule.ts",
        find: "return nextCheckAt !== null && secondsAfter(nextCheckAt, 600 * timing.scale) < now;",
        put: "return nextCheckAt !== null && nextCheckAt < now;",
      },
    ],
  },
  {
    name: "quarantine-against-will",
    suites: [`${ENGINE}/quarantine.test.ts`],
    changes: [
      {
        file: `${ENGINE}/move.ts`,
        find: 'state === "UNKNOWN" ? { revokeAt: null } : {}',
        put: "state === null ? { revokeAt: null } : {}",
      },
    ],
  },
  {
    name: "lost-history-believed",
    suites: ["worker/watch-history.test.ts"],
    changes: [
      {
        file: "worker/watch-history.ts",
        find: "if (loss !== RESTARTED && before !== null) await doubtMints(services);",
        put: "",
      },
    ],
  },
  {
    name: "restart-doubted",
    suites: ["worker/watch-history.test.ts"],
    changes: [
      { file: "worker/watch-history.ts", find: "if (loss !== RESTARTED && before !== null)", put: "" },
    ],
  },
  {
    name: "wait-that-is-none",
    suites: ["lib/rotation/queries/rotation.test.ts"],
    changes: [
      {
        file: "lib/rotation/commands/with-rotation.ts",
        find: "return wait === undefined ? await",
        put: "return true ? await",
      },
    ],
  },
];
