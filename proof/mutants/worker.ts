/** Guards of the worker: how work is dealt out, and when a row is worked on. */
import type { Mutant } from "./mutant";

export const WORKER: Mutant[] = [
  {
    name: "look-counted-before-recall",
    suites: ["worker/watch-history.test.ts"],
    changes: [
      {
        file: "worker/watch-history.ts",
        find: "const before = last ?? (await memory.recall());\n    const position = await readPosition(db);",
        put: "const position = await readPosition(db);\n    const before = last ?? (await memory.recall());",
      },
    ],
  },
  {
    name: "no-look-at-the-rows",
    suites: ["worker/dealing.test.ts"],
    changes: [
      {
        file: "worker/dispatcher.ts",
        find: "look.isDue ? await findDue(",
        put: "look.isDue && MOST_A_LOOK < 0 ? await findDue(",
      },
    ],
  },
  {
    name: "one-lane-for-all",
    suites: ["worker/lane-room.test.ts"],
    changes: [{ file: "worker/lanes.ts", find: "SLOTS_PER_LANE = 8;", put: "SLOTS_PER_LANE = 96;" }],
  },
  {
    name: "no-single-slot-for-a-sick-key",
    suites: ["worker/lanes.test.ts"],
    changes: [
      {
        file: "worker/lanes.ts",
        find: "return 1 - lane.pieces.size - lane.questions.size;",
        put: "return SLOTS_PER_LANE - lane.pieces.size;",
      },
    ],
  },
  {
    name: "sick-for-ever",
    suites: ["worker/lane-room.test.ts"],
    changes: [
      {
        file: "worker/lanes.ts",
        find: "answered: () => (lane.isSick = false),",
        put: "answered: () => undefined,",
      },
    ],
  },
  {
    name: "keys-are-tried-in-the-admin-keys-lane",
    suites: ["worker/lane-addresses.test.ts"],
    changes: [
      {
        file: "worker/observe-providers.ts",
        find: 'operation === "verify" ? keyAddressOf(input[1]) : null',
        put: 'operation === "verify" && false ? keyAddressOf(input[1]) : null',
      },
    ],
  },
  {
    name: "trials-stand-in-the-way-of-admin-calls",
    suites: ["worker/lane-addresses.test.ts"],
    changes: [
      { file: "worker/lanes.ts", find: "if (lane !== own) own.pieces.delete(piece);", put: "void own;" },
    ],
  },
  {
    name: "silent-address-unnoticed",
    suites: ["worker/lane-addresses.test.ts"],
    changes: [
      {
        file: "worker/observe-providers.ts",
        find: "if (isSilence(value)) observer.unanswered();",
        put: "if (isSilence(value) && false) observer.unanswered();",
      },
    ],
  },
  {
    name: "all-slots-try-when-a-pause-ends",
    suites: ["worker/observe-providers.test.ts"],
    changes: [
      {
        file: "worker/observe-providers.ts",
        find: 'new Set([...OUTAGE_CODES, "provider_rate_limited"])',
        put: "new Set(OUTAGE_CODES)",
      },
    ],
  },
  {
    name: "watch-hangs-at-a-silent-address",
    suites: ["worker/lane-addresses.test.ts"],
    changes: [
      {
        file: "worker/lanes.ts",
        find: "if (lane.isSick && lane.pieces.size + lane.questions.size > 0) return NOT_ASKED;",
        put: "",
      },
    ],
  },
  {
    name: "waiting-for-a-turn-is-slow",
    suites: ["worker/observe-providers.test.ts"],
    changes: [
      {
        file: "lib/providers/observed.ts",
        find: "isTurn(each) ? untold(each, observer) : each",
        put: "isTurn(each) ? each : each",
      },
    ],
  },
  {
    name: "a-full-address-hides-the-other-rows",
    suites: ["lib/rotation/engine/due.test.ts"],
    changes: [
      {
        file: "lib/rotation/engine/due.ts",
        find: "const mayTryKey = Prisma.sql`NOT ${isFull(KEY_ADDRESS)}`;",
        put: "const mayTryKey = Prisma.sql`(true OR ${isFull(KEY_ADDRESS)})`;",
      },
    ],
  },
  {
    name: "no-rest-for-rows-that-stay-due",
    suites: ["worker/dispatcher.test.ts"],
    changes: [
      {
        file: "worker/dispatcher.ts",
        find: "if (this.#done.get(id)?.dueAt !== dueAt.getTime()) return true;",
        put: "if (!this.#done.has(id) || this.#done.has(id)) return true;",
      },
    ],
  },
  {
    name: "lost-connections-count-as-work",
    suites: ["worker/dispatcher.test.ts"],
    changes: [
      { file: "worker/dispatcher.ts", find: "return !saysNothingOfRow(error);", put: "return true;" },
    ],
  },
  {
    name: "kept-rows-count-as-work",
    suites: ["worker/dealing.test.ts"],
    changes: [{ file: "worker/dispatcher.ts", find: " || isBusy(error)", put: "" }],
  },
  {
    name: "stuck-rows-hide-others",
    suites: ["worker/dispatcher.test.ts"],
    changes: [{ file: "worker/dispatcher.ts", find: "this.#stuck.add(id);", put: "" }],
  },
  {
    name: "due-mints-unseen",
    suites: ["worker/dispatcher.test.ts", "worker/dealing.test.ts", "worker/worker.test.ts"],
    changes: [
      {
        file: "lib/rotation/engine/due.ts",
        find: `EXISTS (SELECT FROM \${PLANNED.mints} <= now()) OR `,
        put: "",
      },
    ],
  },
  {
    name: "news-that-wakes-nobody",
    suites: ["worker/worker.test.ts"],
    changes: [{ file: "worker/worker.ts", find: "if (hasNews) notifier?.wake();", put: "" }],
  },
  {
    name: "entries-that-nobody-links",
    suites: ["worker/worker.test.ts"],
    changes: [{ file: "worker/worker.ts", find: "if (hasUnlinked) linker.wake();", put: "" }],
  },
  {
    name: "each-end-looks-again",
    suites: ["worker/dealing.test.ts"],
    changes: [
      {
        file: "worker/dispatcher.ts",
        find: "if (this.#left.some((place) => this.#lanes.room(place) > 0)) this.wake();",
        put: "if (this.#left.length > 0) this.wake();",
      },
    ],
  },
  {
    name: "changed-rows-wait-too",
    suites: ["worker/dispatcher.test.ts"],
    changes: [
      { file: "worker/dispatcher.ts", find: "for (const id of ids) this.#forget(id);", put: "void ids;" },
    ],
  },
  {
    name: "a-standing-dispatcher-reports",
    suites: ["worker/heartbeat.test.ts"],
    changes: [{ file: "worker/heartbeat.ts", find: "if (!isWorking()) return;", put: "" }],
  },
  {
    name: "a-dispatcher-always-comes-round",
    suites: ["worker/heartbeat.test.ts"],
    changes: [
      {
        file: "worker/dispatcher.ts",
        find: "return performance.now() - this.#cameRoundAtMs < STANDS_STILL_AFTER_MS;",
        put: "return true;",
      },
    ],
  },
  {
    name: "forgotten-account-loses-its-row",
    suites: ["lib/retention/prune-history.test.ts"],
    changes: [{ file: "lib/retention/prune-history.ts", find: " AND service_account_id IS NULL)", put: ")" }],
  },
  {
    name: "pruned-while-it-waits",
    suites: ["lib/retention/prune-history.test.ts"],
    changes: [{ file: "lib/retention/prune-history.ts", find: "next_check_at IS NULL", put: "TRUE" }],
  },
  {
    name: "pruned-before-it-is-counted",
    suites: ["lib/retention/prune-history.test.ts"],
    changes: [
      {
        file: "lib/retention/prune-history.ts",
        find: "(SELECT rotations_counted_to FROM instance)",
        put: "now()",
      },
    ],
  },
  {
    name: "pruned-by-its-request",
    suites: ["lib/retention/prune-history.test.ts"],
    changes: [
      {
        file: "lib/retention/prune-history.ts",
        find: "GREATEST(sent_at, revoked_at, last_failure_at, watch_until)",
        put: "GREATEST(sent_at)",
      },
    ],
  },
  {
    name: "pruned-before-what-is-its-own",
    suites: ["lib/retention/prune-history.test.ts"],
    changes: [
      {
        file: "lib/retention/prune-history.ts",
        find: "WHERE minted.rotating_secret_id = found.id",
        put: "WHERE false",
      },
    ],
  },
  {
    name: "prunes-on-while-stopping",
    suites: ["lib/retention/prune-history.test.ts"],
    changes: [{ file: "lib/retention/prune-history.ts", find: " && stopping?.aborted !== true", put: "" }],
  },
];
