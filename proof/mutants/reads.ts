/** Guards of reading values: what opens, what is recorded first, and what a page may hold. */
import type { Mutant } from "./mutant";

export const READS: Mutant[] = [
  {
    name: "node-client-reads-on",
    suites: ["clients/hostile-answers.test.ts"],
    changes: [
      {
        file: "clients/node/src/http.ts",
        find: "if (text.length > MOST_CHARACTERS)",
        put: "if (text.length > 1_000 * MOST_CHARACTERS)",
      },
    ],
  },
  {
    name: "python-client-reads-on",
    suites: ["clients/hostile-answers.test.ts"],
    changes: [
      {
        file: "clients/python/phase_rotating_secrets/_http.py",
        find: "len(body) > _MOST_BYTES or time",
        put: "time",
      },
    ],
  },
  {
    name: "python-client-waits-on",
    suites: ["clients/hostile-answers.test.ts"],
    changes: [
      {
        file: "clients/python/phase_rotating_secrets/_http.py",
        find: " or time.monotonic() > end",
        put: "",
      },
    ],
  },
  {
    name: "part-of-a-tag-opens",
    suites: ["lib/crypto/sealed.test.ts"],
    changes: [{ file: "lib/crypto/sealed.ts", find: ", { authTagLength: TAG_BYTES }", put: "" }],
  },
  {
    name: "values-open-elsewhere",
    suites: ["lib/crypto/sealed.test.ts"],
    changes: [
      {
        file: "lib/crypto/sealed.ts",
        find: "if (ctx !== contextLabel(context)) throw",
        put: "if (ctx === undefined) throw",
      },
    ],
  },
  {
    name: "values-before-their-entry",
    suites: ["lib/audit-log/record-in-batch.test.ts"],
    changes: [
      {
        file: "lib/secrets/read-secrets.ts",
        find: "await recordInBatch(",
        put: "void recordInBatch(",
      },
    ],
  },
  {
    name: "a-batch-is-answered-before-it-is-written",
    suites: ["lib/audit-log/record-in-batch.test.ts"],
    changes: [
      {
        file: "lib/audit-log/record-in-batch.ts",
        find: "      await insert(db, some);",
        put: "      void insert(db, some);",
      },
    ],
  },
  {
    name: "a-bad-entry-takes-its-batch-along",
    suites: ["lib/audit-log/record-in-batch.test.ts"],
    changes: [
      {
        file: "lib/audit-log/record-in-batch.ts",
        find: "if (some.length > 1) await",
        put: "if (some.length < 1) await",
      },
    ],
  },
  {
    name: "a-known-address-is-another",
    suites: ["lib/secrets/value-rows.test.ts"],
    changes: [
      { file: "lib/secrets/read-secrets.ts", find: "addressed.length === 0", put: "addressed.length >= 0" },
    ],
  },
  {
    name: "past-credentials-are-read",
    suites: ["lib/rotation/queries/history.test.ts"],
    changes: [{ file: "lib/rotation/store/pending.ts", find: "`state IN (", put: "`state::text IN (" }],
  },
  {
    name: "health-in-sql-forgets-settlements",
    suites: ["lib/rotation/queries/history.test.ts"],
    changes: [
      {
        file: "lib/rotation/queries/health-in-sql.ts",
        find: "secret.failure_count > 0 OR pending.failing > 0",
        put: "secret.failure_count > 0",
      },
    ],
  },
  {
    name: "a-filter-of-events-forgets-former-names",
    suites: ["lib/rotation/queries/list-events.test.ts"],
    changes: [{ file: "lib/lists/events.ts", find: "return [type, ...former];", put: "return [type];" }],
  },
  {
    name: "a-filter-of-events-knows-no-end",
    suites: ["lib/rotation/queries/list-events.test.ts"],
    changes: [{ file: "lib/rotation/queries/list-events.ts", find: "{ lt: until }", put: "{}" }],
  },
  {
    name: "a-search-reads-every-row",
    suites: ["lib/rotation/queries/plans.test.ts"],
    changes: [
      {
        file: "lib/secrets/find-secrets.ts",
        find: "phase_parts(${TEXT}) @> phase_parts_of_words(${inRow}::text[])\n    AND ",
        put: "",
      },
    ],
  },
  {
    name: "what-is-under-way-is-counted-as-over",
    suites: ["lib/rotation/queries/rotation-activity.test.ts"],
    changes: [
      {
        file: "lib/rotation/queries/count-rotations.ts",
        find: "row.underWay?.getTime() ?? Infinity",
        put: "Infinity",
      },
    ],
  },
  {
    name: "a-secret-elsewhere-is-there",
    suites: ["lib/access/reach.test.ts"],
    changes: [
      {
        file: "lib/secrets/find-secret.ts",
        find: "if (row === null || !sees(ctx.actor, row.environmentId))",
        put: "if (row === null)",
      },
    ],
  },
  {
    name: "a-rotation-elsewhere-is-there",
    suites: ["lib/access/reach.test.ts"],
    changes: [
      {
        file: "lib/rotation/queries/find-rotating-secret.ts",
        find: "if (row === null || !isSeen)",
        put: "if (row === null)",
      },
    ],
  },
  {
    name: "reveal-tells-what-is-hidden",
    suites: ["lib/secrets/secrets.test.ts"],
    changes: [
      {
        file: "lib/secrets/reveal-secret.ts",
        find: "if (row === null || !sees(ctx.actor, row.environmentId)) throw",
        put: "if (row === null) throw",
      },
    ],
  },
  {
    name: "exports-steer-the-terminal",
    suites: ["cli/commands/audit.test.ts"],
    changes: [{ file: "cli/commands/audit.ts", find: "escapeInvisible(String(part))", put: "String(part)" }],
  },
  {
    name: "formulas-in-full-width",
    suites: ["lib/formats/csv.test.ts"],
    changes: [{ file: "lib/formats/csv.ts", find: "＝＋－＠]/", put: "]/" }],
  },
  {
    name: "addresses-that-read-otherwise",
    suites: ["lib/api/name.test.ts"],
    changes: [{ file: "lib/api/webhooks.ts", find: "!isUnreadable(url)", put: "url.length > 0" }],
  },
  {
    name: "late-note-undoes-a-newer-one",
    suites: ["lib/secrets/readers.test.ts"],
    changes: [
      {
        file: "lib/secrets/note-readers.ts",
        find: "reader.credential_id <= excluded.credential_id",
        put: "true",
      },
    ],
  },
  {
    name: "every-read-is-noted",
    suites: ["lib/secrets/readers.test.ts"],
    changes: [
      {
        file: "lib/secrets/note-readers.ts",
        find: "if (now - (known.notedAt.get(name) ?? -Infinity) < AGAIN_MS) continue;",
        put: "",
      },
    ],
  },
];
