/** Statements per second of an idle worker, compared with one per second. */
import { startProgram } from "@/installation/programs/program";
import { workerProgram } from "@/installation/programs/programs";
import { env } from "@/lib/settings/env";
import type { Measurement, Round } from "./measurement";
import type { Stage } from "./stage";

const ROUNDS = 3;
const SECONDS = 20;

export async function measureIdle(stage: Stage): Promise<Measurement[]> {
  const worker = startProgram({ ...workerProgram(env()), output: 2 });
  try {
    await worker.ready;
    const rounds: Round[] = [];
    // The work at its start isn't counted.
    await pass(SECONDS);
    for (let round = 0; round < ROUNDS; round++) {
      const before = await stage.statements();
      await pass(SECONDS);
      // The query itself is one of them.
      rounds.push({ value: ((await stage.statements()) - before - 1) / SECONDS, floor: 1 });
    }
    return [{ name: "statements of an idle worker", unit: "1/s", better: "less", rounds }];
  } finally {
    await worker.stop();
  }
}

async function pass(seconds: number): Promise<void> {
  await new Promise((done) => setTimeout(done, seconds * 1000));
}
