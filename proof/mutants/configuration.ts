/** Guards of the configuration file: what it may be, who applies it, and when. */
import type { Mutant } from "./mutant";

const READING = ["lib/configuration/read-file.test.ts"];
const APPLYING = ["lib/configuration/apply.test.ts"];
const REFUSING = ["lib/configuration/refusals.test.ts"];
const INTERRUPTED = ["lib/configuration/interruptions.test.ts"];
const COMMAND = ["cli/commands/apply.test.ts"];
const APPLY = "lib/configuration/apply.ts";
const READ_FILE = "lib/configuration/read-file.ts";

export const CONFIGURATION: Mutant[] = [
  {
    name: "file-with-a-name-twice",
    suites: READING,
    changes: [{ file: READ_FILE, find: "if (seen.has(name)) return", put: "if (seen.size < 0) return" }],
  },
  {
    name: "file-with-a-lost-name",
    suites: READING,
    changes: [{ file: READ_FILE, find: 'if (name === "__proto__") return', put: 'if (name === "") return' }],
  },
  {
    name: "file-of-many-aliases",
    suites: READING,
    changes: [{ file: READ_FILE, find: "aliases > MOST_ALIASES ||", put: "aliases < 0 ||" }],
  },
  {
    name: "file-with-tags",
    suites: READING,
    changes: [{ file: READ_FILE, find: "!isAlias(node) && (node as", put: "isAlias(node) && (node as" }],
  },
  {
    name: "file-that-is-read-past-its-errors",
    suites: READING,
    changes: [
      {
        file: READ_FILE,
        find: 'if (token.type === "error") throw',
        put: 'if (token.type === "space") throw',
      },
    ],
  },
  {
    name: "file-with-a-shared-key",
    suites: READING,
    changes: [
      {
        file: READ_FILE,
        find: "if (repeated.length > 0) refuse(repeated);",
        put: "if (repeated.length < 0) refuse(repeated);",
      },
    ],
  },
  {
    name: "applied-without-a-look-at-rights",
    suites: REFUSING,
    changes: [
      {
        file: APPLY,
        find: "for (const { right } of steps) authorise(",
        put: "for (const { right } of steps.slice(0, 0)) authorise(",
      },
    ],
  },
  {
    name: "applied-before-all-is-checked",
    suites: REFUSING,
    changes: [{ file: APPLY, find: "async () => await step.check?.(run)", put: "() => Promise.resolve()" }],
  },
  {
    name: "applied-another-plan",
    suites: REFUSING,
    changes: [
      {
        file: APPLY,
        find: "if (input.plan !== undefined && input.plan !== digestOf(planned.steps)) throw stale();",
        put: "",
      },
    ],
  },
  {
    name: "applied-an-unseen-step",
    suites: INTERRUPTED,
    changes: [
      {
        file: "lib/configuration/perform-steps.ts",
        find: "if (next !== undefined && !known.has(stepKey(next))) break;\n      left = planned.filter((other) => known.has(stepKey(other)));",
        put: "void known;\n      left = planned;",
      },
    ],
  },
  {
    name: "applied-and-not-reported",
    suites: INTERRUPTED,
    changes: [
      {
        file: "lib/configuration/perform-steps.ts",
        find: "if (applied.length === 0) throw error;",
        put: "throw error;",
      },
    ],
  },
  {
    name: "applied-by-two",
    suites: INTERRUPTED,
    changes: [
      {
        file: "lib/configuration/alone.ts",
        find: "if (row?.isAlone !== true) throw busy();",
        put: "void [row, busy];",
      },
    ],
  },
  {
    name: "keys-compared-for-anyone",
    suites: REFUSING,
    changes: [
      { file: APPLY, find: "if (replaceKeys) authoriseCompare(ctx, file);", put: "void authoriseCompare;" },
    ],
  },
  {
    name: "pruned-own-token",
    suites: REFUSING,
    changes: [
      {
        file: "lib/configuration/plan-service-tokens.ts",
        find: "&& !own.includes(id)",
        put: "&& own.length >= 0",
      },
    ],
  },
  {
    name: "pruned-environments-of-no-list",
    suites: APPLYING,
    changes: [
      {
        file: "lib/configuration/plan-apps.ts",
        find: "const declared = apps[app.name]?.environments;",
        put: "const declared = apps[app.name]?.environments ?? {};",
      },
    ],
  },
  {
    name: "pruned-rotating-secrets-of-no-list",
    suites: APPLYING,
    changes: [
      {
        file: "lib/configuration/plan-rotating-secrets.ts",
        find: "? environments[name]?.rotatingSecrets : {};",
        put: "? (environments[name]?.rotatingSecrets ?? {}) : {};",
      },
    ],
  },
  {
    name: "failures-resumed-by-a-file",
    suites: APPLYING,
    changes: [
      {
        file: "lib/configuration/plan-rotating-secrets.ts",
        find: 'pauseReason === "failure" ? String(wanted.paused ?? false) : String(pauseReason === "manual")',
        put: "String(pauseReason !== null)",
      },
    ],
  },
  {
    name: "exported-half-limits",
    suites: REFUSING,
    changes: [
      {
        file: "lib/configuration/write-file.ts",
        find: "const isWhole = !isLimited(ctx.actor);",
        put: "const isWhole = !isLimited(ctx.actor) || state.apps.length > 0;",
      },
    ],
  },
  {
    name: "deleted-by-a-file-unasked",
    suites: COMMAND,
    changes: [
      {
        file: "cli/commands/apply.ts",
        find: "if (deleted.length > 0) await confirm(",
        put: "if (deleted.length < 0) await confirm(",
      },
    ],
  },
  {
    name: "tokens-without-a-file",
    suites: COMMAND,
    changes: [
      {
        file: "cli/commands/apply.ts",
        find: "if (shown.length === 0) return null;",
        put: "if (tokensTo === undefined) return null;",
      },
    ],
  },
  {
    name: "applied-twice-after-silence",
    suites: COMMAND,
    changes: [
      {
        file: "cli/commands/apply.ts",
        find: '`/configuration${query}`, { method: "POST", body, headers }',
        put: '`/configuration${query}`, { method: "POST", body, headers: { "idempotency-key": randomUUID() } }',
      },
    ],
  },
  {
    name: "file-with-aliases-of-everything",
    suites: READING,
    changes: [
      { file: READ_FILE, find: "if (isTooMuch(value)) refuse(", put: "if (isTooMuch(null)) refuse(" },
    ],
  },
  {
    name: "file-composed-at-any-depth",
    suites: READING,
    changes: [
      {
        file: READ_FILE,
        find: "lexemes > MOST_LEXEMES || parser.stack.length > DEEPEST * 2",
        put: "lexemes > MOST_LEXEMES",
      },
    ],
  },
  {
    name: "plan-of-everything",
    suites: REFUSING,
    changes: [
      {
        file: "lib/configuration/read-state.ts",
        find: "if ((row?.count ?? 0) <= most) return;",
        put: "if ((row?.count ?? 0) >= 0) return;",
      },
    ],
  },
  {
    name: "applied-with-rights-that-ended",
    suites: REFUSING,
    changes: [{ file: APPLY, find: "authorise(await actorNow(), right", put: "authorise(ctx.actor, right" }],
  },
];
