/** Guards of what one caller may cost the others. */
import type { Mutant } from "./mutant";

export const FLOODS: Mutant[] = [
  {
    name: "accents-in-order",
    suites: ["lib/auth/password-strength.test.ts"],
    changes: [
      {
        file: "lib/api/setup.ts",
        find: 'At most 128 characters.", abort: true',
        put: 'At most 128 characters."',
      },
    ],
  },
  {
    name: "accents-of-a-guess-in-order",
    suites: ["lib/auth/password-strength.test.ts"],
    changes: [{ file: "lib/auth/sign-in.ts", find: "|| input.password.length > MOST_TYPED", put: "" }],
  },
  {
    name: "values-without-end",
    suites: ["lib/secrets/require-room.test.ts"],
    changes: [
      {
        file: "lib/secrets/require-room.ts",
        find: "if ((row?.bytes ?? 0) <= MOST_MIB * 1_048_576) return;",
        put: "if ((row?.bytes ?? 0) >= 0) return;",
      },
    ],
  },
  {
    name: "secrets-without-end",
    suites: ["lib/secrets/require-room.test.ts"],
    changes: [
      {
        file: "lib/apps/require-few-secrets.ts",
        find: "if (there + more <= MOST_SECRETS) return;",
        put: "if (there + more >= 0) return;",
      },
    ],
  },
  {
    name: "created-secrets-without-end",
    suites: ["lib/secrets/require-room.test.ts"],
    changes: [
      {
        file: "lib/secrets/create-secret.ts",
        find: 'await requireFewSecrets(tx, environment.id, { path: "key" });',
        put: "",
      },
    ],
  },
  {
    name: "imported-secrets-without-end",
    suites: ["lib/secrets/require-room.test.ts"],
    changes: [
      {
        file: "lib/secrets/import-secrets.ts",
        find: "if (created.length > 0)",
        put: "if (created.length < 0)",
      },
    ],
  },
  {
    name: "outputs-without-end",
    suites: ["lib/secrets/require-room.test.ts"],
    changes: [
      { file: "lib/rotation/commands/checks.ts", find: "if (more > 0) await", put: "if (more < 0) await" },
    ],
  },
  {
    name: "streams-hold-copies",
    suites: ["lib/live/secret-stream.test.ts"],
    changes: [
      {
        file: "lib/live/environment-version.ts",
        find: "known.version === version) return",
        put: "known.version === environmentId) return",
      },
    ],
  },
  {
    name: "streams-without-end",
    suites: ["lib/live/open-requests.test.ts"],
    changes: [{ file: "lib/live/open-requests.ts", find: "if (before >= MOST) {", put: "if (before < 0) {" }],
  },
  {
    name: "streams-take-every-connection",
    suites: ["lib/live/turns.test.ts"],
    changes: [
      {
        file: "lib/live/secret-stream.ts",
        find: "await inTurn(async () => {",
        put: "await (async (work: () => Promise<void>) => await work())(async () => {",
      },
    ],
  },
  {
    name: "waits-without-end",
    suites: ["lib/http/waiting.test.ts"],
    changes: [{ file: "lib/http/waiting.ts", find: "seconds > 0 ?", put: "seconds > 60 ?" }],
  },
  {
    name: "waits-outlive-access",
    suites: ["lib/rotation/queries/rotation.test.ts"],
    changes: [
      {
        file: "lib/rotation/queries/wait-for-rotation.ts",
        find: "if (access.mayBeLost) {",
        put: "if (access.mayBeLost && over.aborted) {",
      },
    ],
  },
  {
    name: "answers-after-access",
    suites: ["lib/rotation/queries/rotation.test.ts"],
    changes: [
      {
        file: "lib/rotation/queries/wait-for-rotation.ts",
        find: "if (!isStillOpen || over.aborted) return await look();",
        put: "if (!isStillOpen || over.aborted) return await getRotation(ctx, { id });",
      },
    ],
  },
  {
    name: "a-text-is-looked-through-again",
    suites: ["app/api/v1/openapi.json/bounds.test.ts"],
    changes: [
      {
        file: "lib/formats/dotenv-reference.ts",
        find: 'value.slice(0, value.lastIndexOf("}") + 1)',
        put: "value",
      },
      {
        file: "lib/formats/dotenv-reference.ts",
        find: "(?:(?!\\$\\{)[^}:])*(?::-|\\})/;",
        put: "[^}:]*(?::-[^}]*)?\\}/;",
      },
    ],
  },
  {
    name: "parameters-without-end",
    suites: ["installation/programs/known-methods.test.ts"],
    changes: [
      {
        file: "installation/programs/known-methods.mjs",
        find: "> MOST_PARAMETERS)",
        put: "> 1_000 * MOST_PARAMETERS)",
      },
    ],
  },
  {
    name: "cookies-without-end",
    suites: ["installation/programs/known-methods.test.ts"],
    changes: [
      {
        file: "installation/programs/known-methods.mjs",
        find: "> MOST_COOKIES)",
        put: "> 1_000 * MOST_COOKIES)",
      },
    ],
  },
  {
    name: "programs-with-long-names",
    suites: ["installation/programs/known-methods.test.ts"],
    changes: [
      {
        file: "installation/programs/known-methods.mjs",
        find: "program?.length > LONGEST_USER_AGENT)",
        put: "program?.length > 1_000 * LONGEST_USER_AGENT)",
      },
    ],
  },
  {
    name: "requests-at-once",
    suites: ["installation/programs/one-at-a-time.test.ts"],
    changes: [
      {
        file: "installation/programs/one-at-a-time.mjs",
        find: 'if (event !== "request")',
        put: 'if (event !== "requests")',
      },
    ],
  },
  {
    name: "requests-of-nobody",
    suites: ["installation/programs/one-at-a-time.test.ts"],
    changes: [
      {
        file: "installation/programs/one-at-a-time.mjs",
        find: "socket.destroyed ? undefined : ",
        put: "",
      },
    ],
  },
  {
    name: "requests-ahead-without-end",
    suites: ["installation/programs/one-at-a-time.test.ts"],
    changes: [
      {
        file: "installation/programs/one-at-a-time.mjs",
        find: "> MOST_WAITING)",
        put: "> 1_000 * MOST_WAITING)",
      },
    ],
  },
  {
    name: "metrics-at-once",
    suites: ["lib/metrics/while-asked.test.ts"],
    changes: [
      { file: "lib/metrics/while-asked.ts", find: "await (making ??= make()", put: "await (making = make()" },
    ],
  },
  {
    name: "pieces-without-end",
    suites: ["installation/programs/known-methods.test.ts"],
    changes: [
      {
        file: "installation/programs/known-methods.mjs",
        find: "++pieces <= MOST_PIECES)",
        put: "++pieces <= 1_000 * MOST_PIECES)",
      },
    ],
  },
  {
    name: "values-are-looked-through-again",
    suites: ["scripts/test/expressions.test.ts"],
    changes: [
      {
        file: "lib/formats/dotenv-reference.ts",
        find: "(?:(?!\\$\\{)[^}:])*(?::-|\\})/;",
        put: "[^}:]*(?::-[^}]*)?\\}/;",
      },
    ],
  },
  {
    name: "fields-without-end",
    suites: ["lib/requests/read-input.test.ts"],
    changes: [
      {
        file: "lib/requests/read-input.ts",
        find: "if (values > MOST_VALUES)",
        put: "if (values > 1_000 * MOST_VALUES)",
      },
    ],
  },
  {
    name: "faults-without-end",
    suites: ["lib/requests/read-input.test.ts"],
    changes: [
      {
        file: "lib/requests/read-input.ts",
        find: "throw invalid([...unknown, ...others].slice(0, MOST_ISSUES))",
        put: "throw invalid([...unknown, ...others])",
      },
    ],
  },
  {
    name: "bodies-without-end",
    suites: ["app/api/v1/openapi.json/bounds.test.ts"],
    changes: [{ file: "next.config.mjs", find: ", proxyClientMaxBodySize: 540_000", put: "" }],
  },
  {
    name: "searches-without-budget",
    suites: ["proof/access-matrix/cost.test.ts"],
    changes: [
      {
        file: "app/api/v1/overview/rows/route.ts",
        find: 'if (query.search !== "") await spendCost("search", actorId(ctx.actor));',
        put: "void spendCost; void actorId;",
      },
    ],
  },
];
