/** Guards of what programs outside read with: when a kept answer may take the place of Phase's. */
import type { Mutant } from "./mutant";

const FILE = "cli/fallback/fallback-file.ts";
const OWN_FILE = "cli/files/own-file.ts";
const READING = ["cli/fallback/fallback-file.test.ts"];
const RUNNING = ["cli/fallback/run-fallback.test.ts"];

export const PROGRAMS: Mutant[] = [
  {
    name: "answers-without-end",
    suites: ["cli/transport.test.ts"],
    changes: [{ file: "cli/transport.ts", find: "text.length > MOST_CHARACTERS", put: "text.length < 0" }],
  },
  {
    name: "templates-without-end",
    suites: ["cli/fill-template.test.ts"],
    changes: [{ file: "cli/fill-template.ts", find: "length > MOST_CHARACTERS", put: "length < 0" }],
  },
  {
    name: "secrets-as-formulas",
    suites: ["lib/formats/read-values.test.ts"],
    changes: [
      { file: "lib/formats/write-values.ts", find: "if (isFormula(value))", put: 'if (value === "=")' },
    ],
  },
  {
    name: "values-shown-across-chunks",
    suites: ["cli/mask.test.ts"],
    changes: [
      {
        file: "cli/mask.ts",
        find: "this.#take(text, this.#finder.unfinished(text))",
        put: "this.#take(text, text.length)",
      },
    ],
  },
  {
    name: "new-values-shown",
    suites: ["cli/run-mask.test.ts"],
    changes: [{ file: "cli/commands/run.ts", find: "    mask?.hide(values);\n", put: "" }],
  },
  {
    name: "masked-output-lost-at-the-end",
    suites: ["cli/run-mask.test.ts"],
    changes: [
      {
        file: "cli/supervisor.ts",
        find: "if (!this.#ending) await Promise.race([this.#mask?.drained(), this.#released.promise]);",
        put: "",
      },
    ],
  },
  {
    name: "scans-outside-the-tree",
    suites: ["cli/commands/scan.test.ts"],
    changes: [
      {
        file: "cli/scan/files.ts",
        find: "if ((await realpath(dirname(path))) !== dirname(path)) return null;",
        put: "",
      },
    ],
  },
  {
    name: "scans-that-run-programs",
    suites: ["cli/commands/scan.test.ts"],
    changes: [{ file: "cli/scan/files.ts", find: '"core.fsmonitor=false",', put: "" }],
  },
  {
    name: "scans-that-fetch",
    suites: ["cli/commands/scan.test.ts"],
    changes: [
      {
        file: "cli/scan/files.ts",
        find: "...PROTOCOLS.map((name) => `protocol.${name}.allow=never`),",
        put: "",
      },
    ],
  },
  {
    name: "scans-that-show-secrets",
    suites: ["cli/scan/find-secrets.test.ts"],
    changes: [{ file: "cli/scan/find-secrets.ts", find: "SHORTEST_SHOWN = 16", put: "SHORTEST_SHOWN = 4" }],
  },
  {
    name: "updates-over-plain-http",
    suites: ["cli/commands/update.test.ts"],
    changes: [
      {
        file: "cli/commands/update.ts",
        find: 'if (host.startsWith("http:") && !isLoopback(new URL(host).hostname))',
        put: "if (host === null)",
      },
    ],
  },
  {
    name: "updates-with-any-content",
    suites: ["cli/commands/update.test.ts"],
    changes: [
      { file: "cli/commands/update.ts", find: "if (digestOf(text) !== digest)", put: 'if (text === "")' },
    ],
  },
  {
    name: "updates-that-do-not-run",
    suites: ["cli/commands/update.test.ts"],
    changes: [
      { file: "cli/commands/update.ts", find: "if (ran?.code !== 0 ||", put: 'if (version === "x" &&' },
    ],
  },
  {
    name: "updates-from-another-server",
    suites: ["cli/commands/update.test.ts"],
    changes: [
      {
        file: "cli/connection.ts",
        find: "if (tokenHost !== null && tokenHost !== host) {",
        put: "if (tokenHost === host && host === null) {",
      },
    ],
  },
  {
    name: "keyring-commands-from-names",
    suites: ["cli/settings/keyring.test.ts"],
    changes: [
      { file: "cli/settings/keyring.ts", find: "!/^\\w[\\w.@-]*$/.test(entry.profile)", put: "false" },
    ],
  },
  {
    name: "keyring-taken-at-its-word",
    suites: ["cli/settings/keyring.test.ts"],
    changes: [
      {
        file: "cli/settings/keyring.ts",
        find: "if ((await readKeyring(entry, platform)) !== token)",
        put: 'if (token === "")',
      },
    ],
  },
  {
    name: "tokens-left-in-the-keyring",
    suites: ["cli/login-keyring.test.ts"],
    changes: [
      {
        file: "cli/commands/login.ts",
        find: "  if (removed.keyring) await forget(io, { host: removed.host, profile: profile.value });\n",
        put: "",
      },
    ],
  },
  {
    name: "events-without-end",
    suites: ["cli/sse.test.ts"],
    changes: [{ file: "cli/sse.ts", find: "if (heldLetters > MOST_LETTERS)", put: "if (heldLetters < 0)" }],
  },
  {
    name: "lists-without-end",
    suites: ["cli/whole-list.test.ts"],
    changes: [
      {
        file: "cli/whole-list.ts",
        find: "if (asked.has(nextCursor) || asked.size === MOST_PAGES)",
        put: "if (asked.size === MOST_PAGES)",
      },
    ],
  },
  {
    name: "another-users-fallback",
    suites: READING,
    changes: [{ file: OWN_FILE, find: "stats.uid !== process.geteuid()", put: "stats.uid < 0" }],
  },
  {
    name: "open-fallback",
    suites: READING,
    changes: [{ file: OWN_FILE, find: "(stats.mode & 0o077) !== 0", put: "(stats.mode & 0o004) !== 0" }],
  },
  {
    name: "fallback-through-a-link",
    suites: READING,
    changes: [{ file: OWN_FILE, find: "readFile(path, constants.O_NOFOLLOW,", put: "readFile(path, 0," }],
  },
  {
    name: "fallback-of-any-environment",
    suites: READING,
    changes: [{ file: FILE, find: "`${host}\\n${environment}\\n*`", put: "`${host}\\n*`" }],
  },
  {
    name: "fallback-over-a-refusal",
    suites: RUNNING,
    changes: [
      {
        file: "cli/value-source.ts",
        find: 'if (!(error instanceof ServerError) || error.kind !== "away") throw error;',
        put: "if (!(error instanceof ServerError)) throw error;",
      },
    ],
  },
  {
    name: "fallback-outlives-its-refusal",
    suites: RUNNING,
    changes: [{ file: "cli/value-source.ts", find: 'error.kind === "no"', put: "error === null" }],
  },
  {
    name: "fallback-without-end",
    suites: RUNNING,
    changes: [
      {
        file: "cli/fallback/good-until.ts",
        find: "if (now >= Math.min(kept.goodUntil, kept.readAt + LONGEST_MS)) {",
        put: "if (now < 0) {",
      },
    ],
  },
  {
    name: "copies-good-after-a-key-ends",
    suites: ["lib/secrets/value-rows.test.ts"],
    changes: [
      {
        file: "lib/secrets/value-rows.ts",
        find: "least(r.revocation_delay_seconds, extract(epoch FROM c.key_expires_at - now()))",
        put: "r.revocation_delay_seconds",
      },
    ],
  },
  {
    name: "silence-is-the-callers-fault",
    suites: ["lib/rotation/commands/failure-answer.test.ts"],
    changes: [
      {
        file: "lib/rotation/commands/checks.ts",
        find: "failureRow(code).isTransient ? AWAY_SECONDS : undefined",
        put: "undefined",
      },
    ],
  },
  {
    name: "one-value-without-its-entry",
    suites: ["lib/secrets/secrets.test.ts"],
    changes: [
      {
        file: "lib/secrets/read-secret.ts",
        find: 'await recordInBatch(ctx.db, ctx, "secret.value_read", { id: row.id, name: row.key }, { environmentId });',
        put: "void recordInBatch;",
      },
    ],
  },
  {
    name: "project-files-without-end",
    suites: ["cli/settings/project-file.test.ts"],
    changes: [{ file: "cli/files/own-file.ts", find: "stats.size > mostBytes ?", put: "stats.size > 1e9 ?" }],
  },
];
