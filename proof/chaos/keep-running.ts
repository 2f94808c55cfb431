/** A number of workers, each replaced when it ends unexpectedly, as a supervisor does. */
import type { Stage } from "./stage";
import type { WorkerProcess } from "./worker-process";

export type Crew = {
  members(): WorkerProcess[];
  /** How often a worker ended unasked. */
  crashes(): number;
  /** Removes a member, so that its end is no crash. Resolves when its replacement is ready. */
  replace(member: WorkerProcess): Promise<void>;
  /** Asks all of them to stop, and waits until they have. */
  stop(): Promise<void>;
};

export async function keepRunning(
  stage: Stage,
  count: number,
  env: Record<string, string> = {},
): Promise<Crew> {
  const members = new Set<WorkerProcess>();
  let crashes = 0;
  let isOver = false;
  const hire = async (): Promise<void> => {
    const worker = stage.startWorker(env);
    members.add(worker);
    void worker.ended.then(() => {
      if (!members.delete(worker) || isOver || stage.isClosing()) return;
      crashes += 1;
      void hire();
    });
    await worker.ready;
  };
  await Promise.all(Array.from({ length: count }, hire));
  return {
    members: () => [...members],
    crashes: () => crashes,
    async replace(member) {
      members.delete(member);
      await hire();
    },
    async stop() {
      isOver = true;
      const last = [...members];
      for (const member of last) member.signal("SIGTERM");
      await Promise.all(last.map(({ ended }) => ended));
    },
  };
}
