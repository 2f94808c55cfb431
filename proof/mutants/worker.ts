/** Guards of the worker: how work is dealt out, and when a row is worked on. */
import type { Mutant } from "./mutant";

export const WORKER: Mutant[] = [
  {
    name: "no-look-at-the-rows",
    suites: ["worker/dealing.test.ts"],
    changes: [
      {
        file: "worker/dispatcher.ts",
        find: "const due = await findDue(",
        put: "const due = MOST_A_LOOK > 0 ? [] : await findDue(",
      },
    ],
  },
  {
    name: "one-lane-for-all",
    suites: ["worker/lane-room.test.ts"],
    changes: [{ file: "worker/lanes.ts", find: "const HANDS_A_KEY = 8;", put: "const HANDS_A_KEY = 96;" }],
  },
  {
    name: "no-single-hand-for-a-sick-key",
    suites: ["worker/lanes.test.ts"],
    changes: [
      {
        file: "worker/lanes.ts",
        find: "(isHeldUp ? 1 : HANDS_A_KEY)",
        put: "(isHeldUp ? HANDS_A_KEY : HANDS_A_KEY)",
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
      { file: "worker/dispatcher.ts", find: "return !isOfLostConnection(error);", put: "return true;" },
    ],
  },
  {
    name: "stuck-rows-hide-others",
    suites: ["worker/dispatcher.test.ts"],
    changes: [{ file: "worker/dispatcher.ts", find: "this.#stuck.add(id);", put: "" }],
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
];
