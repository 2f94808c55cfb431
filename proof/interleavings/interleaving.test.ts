import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { converge } from "../model/converge";
import type { FaultKind } from "../model/fake-provider";
import { Interleaving } from "./interleaving";
import type { Operation } from "../model/operations";
import { create, perform, workOnce } from "../model/perform";
import { World } from "../model/world";

/** How many interleavings: a few hundred in npm test, 5,000 and more by command. */
const RUNS = Number(process.env["PHASE_MODEL_RUNS"] ?? 300);
const SEED = process.env["PHASE_MODEL_SEED"];
const HOUR = 3_600;

type Scene = {
  fault: FaultKind | null;
  commands: Operation[];
  /** How far the clock goes ahead when it gets its turn: beyond a lease, beyond the first look. Seconds. */
  jumps: number[];
};

const FIRST = { pick: 0, trouble: null } as const;
const COMMANDS: Operation[] = [
  { do: "pause", ...FIRST },
  { do: "resume", when: "now", ...FIRST },
  { do: "rotate", mode: "graceful", ...FIRST },
  { do: "rotate", mode: "break_glass", ...FIRST },
  { do: "edit", intervalHours: 12, delaySeconds: 5 * HOUR, ...FIRST },
  { do: "move", projectId: "proj_b", ...FIRST },
  { do: "delete", ...FIRST },
];

const scene: fc.Arbitrary<Scene> = fc.record({
  fault: fc.constantFrom<FaultKind | null>(null, null, "down_after", "late", "no_key", "unauthorized"),
  commands: fc.array(fc.constantFrom(...COMMANDS), { maxLength: 3 }),
  jumps: fc.array(fc.constantFrom(1, 46, 61, 700), { maxLength: 3 }),
});

/** One credential is exposed and one expires; the next mint is due. */
async function dueWorld(fault: FaultKind | null): Promise<World> {
  const world = await World.inMemory();
  await create(world);
  await world.advance(6 * HOUR);
  await workOnce(world);
  await world.advance(6 * HOUR);
  // Refused by verification: the one fault that is not the mint's own.
  const refused = fault === "unauthorized";
  if (fault !== null)
    world.provider.faults.push({
      call: refused ? "verify" : "mint",
      kind: fault,
      times: refused ? 5 : 1,
      seconds: 30,
    });
  return world;
}

/** Two workers, the console and the clock, each with a will of its own: `scheduler` decides who takes the next step. */
async function play(scheduler: fc.Scheduler, { fault, commands, jumps }: Scene): Promise<void> {
  const world = await dueWorld(fault);
  const interleaving = new Interleaving(world, scheduler);
  const worker = async () => {
    for (let turn = 0; turn < 3; turn++) {
      await interleaving.turn("worker: next jobs");
      await workOnce(world);
    }
  };
  const operator = async () => {
    for (const command of commands) await perform(world, command);
  };
  const clock = async () => {
    for (const seconds of jumps) {
      await interleaving.turn(`clock: ${seconds} s`);
      await world.advance(seconds);
    }
  };
  await interleaving.play([worker, worker, operator, clock]);
  world.check();
  await converge(world);
}

describe("M2: two workers, an operator and the clock", () => {
  it(
    `keep the invariants in ${RUNS} random interleavings of their steps`,
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), scene, (scheduler, drawn) => play(scheduler, drawn)),
        { numRuns: RUNS, includeErrorInReport: true, ...(SEED === undefined ? {} : { seed: Number(SEED) }) },
      );
    },
    RUNS * 1_000,
  );

  it("two wake-ups for the same mint create one account", async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const world = await dueWorld(null);
        const before = world.provider.namesSent.length;
        const worker = () => workOnce(world);
        await new Interleaving(world, scheduler).play([worker, worker]);
        world.check();
        expect(world.provider.namesSent).toHaveLength(before + 1);
      }),
      { numRuns: 50 },
    );
  });
});
