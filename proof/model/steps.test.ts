import { describe, expect, it } from "vitest";
import type { Operation } from "./operations";
import { play } from "./play";
import type { Trouble } from "./process";
import { World } from "./world";

const HOUR = 3_600;

type Kind = "unit" | "call";
type Job = {
  name: string;
  steps: readonly (readonly [string, Kind])[];
  /** What comes before. */
  before: Operation[];
  run: (trouble: Trouble) => Operation;
};

const MINT_STEPS = [
  ["the claim and the intent", "unit"],
  ["the turn", "unit"],
  ["the request for an account", "call"],
  ["the save", "unit"],
  ["the verification", "call"],
  ["the switch", "unit"],
] as const;
const work = (trouble: Trouble): Operation => ({ do: "work", trouble });
const ROTATED: Operation[] = [
  { do: "elapse", seconds: 6 * HOUR },
  { do: "work", trouble: null },
];

const JOBS: Job[] = [
  {
    name: "a first mint",
    steps: MINT_STEPS,
    before: [],
    run: (trouble) => ({ do: "create", trouble }),
  },
  {
    name: "a scheduled mint",
    steps: MINT_STEPS,
    before: [{ do: "elapse", seconds: 6 * HOUR }],
    run: work,
  },
  {
    name: "a revocation",
    steps: [
      ["the lease", "unit"],
      ["the turn", "unit"],
      ["the request to delete", "call"],
      ["the record", "unit"],
    ],
    before: [...ROTATED, { do: "elapse", seconds: 600 }],
    run: work,
  },
  {
    name: "a look for a stray account",
    steps: [
      ["the lease", "unit"],
      ["the turn", "unit"],
      ["the listing", "call"],
      ["the turn of the deletion", "unit"],
      ["the request to delete", "call"],
      ["the record", "unit"],
    ],
    before: [
      { do: "fault", fault: { call: "mint", kind: "down_after", times: 1, seconds: 0 } },
      ...ROTATED,
      { do: "elapse", seconds: 45 },
    ],
    run: work,
  },
];

/** Long enough for the lease to end and for the first look: a second worker takes over. */
const TAKEN_OVER: Operation[] = [61, 61, 61].flatMap((seconds) => [
  { do: "elapse", seconds },
  { do: "work", trouble: null },
]);

type Case = {
  job: Job;
  at: number;
  step: string;
  kind: Trouble["kind"];
  when: Trouble["when"];
  units: number;
};

const CASES: Case[] = JOBS.flatMap((job) =>
  job.steps.flatMap(([step, part], at) =>
    (["before", "after"] as const).flatMap((when) => [
      { job, at, step, when, kind: "crash" as const, units: 1 },
      { job, at, step, when, kind: "freeze" as const, units: 1 },
      // Once, and for longer than a save is tried.
      ...(part === "unit"
        ? [1, 7].map((units) => ({ job, at, step, when, kind: "database_gone" as const, units }))
        : []),
    ]),
  ),
);

const WORDS: Record<Trouble["kind"], string> = {
  crash: "killed",
  freeze: "frozen until another worker has taken over,",
  database_gone: "without its database",
};

describe("every step of every job", () => {
  it.each(CASES.map((each) => ({ ...each, title: titleOf(each) })))("$title", async (each) => {
    const { job, at, when, kind, units } = each;
    const operations: Operation[] = [
      ...job.before,
      job.run({ at, when, kind, units }),
      ...TAKEN_OVER,
      { do: "thaw", pick: 0 },
    ];
    const world = await play(await World.inMemory(), operations);
    expect(world.strikes).toBe(1);
    expect([...world.rows.secrets.values()].filter(({ deletedAt }) => deletedAt === null)).not.toHaveLength(
      0,
    );
  });
});

function titleOf({ job, step, kind, when, units }: Case): string {
  const tries = units > 1 ? ` for ${units} tries` : "";
  return `${job.name} ${WORDS[kind]} ${when} ${step}${tries}`;
}
