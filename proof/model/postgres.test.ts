import fc from "fast-check";
import { afterAll, beforeAll, describe, it } from "vitest";
import { type Operation, operation } from "./operations";
import { play } from "./play";
import { postgresBackend, type TimedDatabase, timedDatabase } from "./postgres";
import { World } from "./world";

/** How many sequences: a few in npm test, 300 and more by command. */
const RUNS = Number(process.env["PHASE_MODEL_RUNS"] ?? 12);
const SEED = process.env["PHASE_MODEL_SEED"];

let database: TimedDatabase;
beforeAll(async () => {
  database = await timedDatabase();
});
afterAll(() => database.drop());

describe("M1: the engine on PostgreSQL", () => {
  it(
    `keeps its invariants in ${RUNS} random sequences of crashes, faults, commands and time`,
    async () => {
      const sequences = fc.array(operation, { maxLength: 20, size: "max" });
      await fc.assert(
        fc.asyncProperty(sequences, async (operations: Operation[]) => {
          await play(await World.on(await postgresBackend(database.db)), operations);
        }),
        {
          numRuns: RUNS,
          includeErrorInReport: true,
          plugins: [fc.unbiased()],
          ...(SEED === undefined ? {} : { seed: Number(SEED) }),
        },
      );
    },
    60_000 + RUNS * 10_000,
  );
});
