import { PgBoss } from "pg-boss";
import { connectionTo } from "@/lib/database/connect";
import { Listener } from "@/lib/database/listener";
import { outageLog } from "@/lib/database/outage-log";
import { troubleOf } from "@/lib/database/trouble";
import { log } from "@/lib/log";

/**
 * A pg-boss that is not started yet. `sendOnly`: no upkeep, no polling, two connections; the workers do the rest.
 * pg-boss makes its tables at start, under its own lock, in the schema that a migration has made.
 */
export function createBoss(
  databaseUrl: string,
  { sendOnly = false, ...own }: { sendOnly?: boolean; answerSeconds?: number } = {},
): PgBoss {
  const boss = new PgBoss({
    ...connectionTo(databaseUrl, { name: "phase queue", ...own }),
    max: sendOnly ? 2 : 6,
    supervise: !sendOnly,
    schedule: false,
    createSchema: false,
    useListenNotify: !sendOnly,
    // Of upkeep: nobody waits for a job that was lost with its worker, for rows are the truth.
    monitorIntervalSeconds: 60,
    superviseIntervalSeconds: 60,
    // Of jobs that wait for other jobs: there are none.
    flowIntervalSeconds: 60,
  });
  // Its own listening connection is as the server's defaults have it, and may wait for ever.
  boss.getDb().listen = (channel, hear, connected) =>
    Promise.resolve(new Listener(databaseUrl, { name: "phase queue", channel, hear, connected }));
  // Without a listener the process would exit. The message may quote SQL, never a value: payloads are ids.
  boss.on("error", (error) => {
    const trouble = troubleOf(error);
    if (trouble === null) log.error({ loop: "queue", err: error }, "The job queue failed");
    else outageLog().failed(trouble);
  });
  return boss;
}
