/** Guards of the calls with an admin key: its allowance, its pauses, and which key an answer is about. */
import type { Mutant } from "./mutant";

const ENGINE = "lib/rotation/engine";
const ALLOWANCE = [`${ENGINE}/allowance.test.ts`];
const PARKING = [`${ENGINE}/parking.test.ts`];
const OLD_KEY = [`${ENGINE}/old-key.test.ts`];

export const ADMIN_KEYS: Mutant[] = [
  {
    name: "no-allowance",
    suites: ALLOWANCE,
    changes: [
      {
        file: "lib/rotation/store/take-call.ts",
        find: "AND (paced_until IS NULL OR paced_until - ${ahead}::interval <= now() + ${most}::interval)",
        put: "",
      },
    ],
  },
  {
    name: "urgent-calls-uncounted",
    suites: ALLOWANCE,
    changes: [
      {
        file: `${ENGINE}/call.ts`,
        find: "await takeTurn(engine, root.id, urgency);\n  try",
        put: 'if (urgency !== "urgent") await takeTurn(engine, root.id, urgency);\n  try',
      },
    ],
  },
  {
    name: "own-allowance-is-a-failure-of-a-mint",
    suites: ALLOWANCE,
    changes: [{ file: `${ENGINE}/mint-failure.ts`, find: "|| failure instanceof HeldBack) {", put: ") {" }],
  },
  {
    name: "own-allowance-is-a-failure-of-a-settlement",
    suites: PARKING,
    changes: [{ file: `${ENGINE}/postpone.ts`, find: "isOld || failure instanceof HeldBack", put: "isOld" }],
  },
  {
    name: "parked-key-used",
    suites: PARKING,
    changes: [
      {
        file: "lib/rotation/store/take-call.ts",
        find: "AND (parked_until IS NULL OR parked_until <= now())",
        put: "",
      },
    ],
  },
  {
    name: "no-parking",
    suites: PARKING,
    changes: [
      { file: `${ENGINE}/call.ts`, find: "if (isPause) await note", put: "if (isPause && false) await note" },
    ],
  },
  {
    name: "shorter-pause-wins",
    suites: PARKING,
    changes: [
      {
        file: "lib/rotation/store/create-store.ts",
        find: "GREATEST(parked_until, ${until})",
        put: "${until}",
      },
    ],
  },
  {
    name: "work-of-parked-keys-dealt-out",
    suites: PARKING,
    changes: [
      {
        file: `${ENGINE}/due.ts`,
        find: "THEN 0 ELSE ${most}::int END AS urgent,\n           CASE WHEN root.parked_until > now() THEN 0",
        put: "THEN 0 ELSE ${most}::int END AS urgent,\n           CASE WHEN root.parked_until > now() THEN ${most}::int",
      },
    ],
  },
  {
    name: "pages-uncounted",
    suites: PARKING,
    changes: [{ file: `${ENGINE}/call.ts`, find: "if (!isFirst) await nextTurn();", put: "void nextTurn;" }],
  },
  {
    name: "late-refusal-counts",
    suites: OLD_KEY,
    changes: [
      { file: `${ENGINE}/root-key.ts`, find: ".version !== root.version;", put: ".version < root.version;" },
    ],
  },
  {
    name: "late-answer-marks-the-new-key",
    suites: OLD_KEY,
    changes: [
      {
        file: "lib/rotation/store/create-store.ts",
        find: "updateMany({ where: { id, version }, data: patch })",
        put: "updateMany({ where: { id, version: { gte: version } }, data: patch })",
      },
    ],
  },
  {
    name: "invalid-for-ever",
    suites: OLD_KEY,
    changes: [
      {
        file: `${ENGINE}/call.ts`,
        find: 'if (root.status === "invalid") await',
        put: "if (root.status !== root.status) await",
      },
    ],
  },
  {
    name: "a-wake-up-for-each-settlement",
    suites: [`${ENGINE}/thousands.test.ts`],
    changes: [
      {
        file: `${ENGINE}/expose.ts`,
        find: "if (first !== undefined) await unit.wakeSettle(first, unit.now);",
        put: 'void first;\n  for (const { id } of await unit.credentialsIn(secretId, ["REVOKING"])) await unit.wakeSettle(id, unit.now);',
      },
    ],
  },
  {
    name: "refusal-of-another-project-counts",
    suites: OLD_KEY,
    changes: [
      {
        file: `${ENGINE}/mint-failure.ts`,
        find: "return isOther && reactionTo",
        put: "return isOther && false && reactionTo",
      },
    ],
  },
];
