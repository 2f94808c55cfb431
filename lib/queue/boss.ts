import { PgBoss } from "pg-boss";
import { connectionTo } from "@/lib/database/connect";
import { Listener } from "@/lib/database/listener";
import { outageLog } from "@/lib/database/outage-log";
import { troubleOf } from "@/lib/database/trouble";
import { log } from "@/lib/log";

/**
 * A pg-boss that isn't started yet. `sendOnly`: no maintenance, no polling, two connections; the workers do
 * the rest. pg-boss creates its tables at start, under its own lock, in the schema that a migration has
 * created.
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
    // Maintenance: nobody waits for a job that was lost with its worker, because rows are the truth.
    monitorIntervalSeconds: 60,
    superviseIntervalSeconds: 60,
    // No job waits for other jobs.
    flowIntervalSeconds: 60,
  });
  // pg-boss's own listening connection has the server's defaults, and may wait endlessly.
  boss.getDb().listen = (channel, hear, connected) =>
    Promise.resolve(new Listener(databaseUrl, { name: "phase queue", channel, hear, connected }));
  // Without a listener the process would exit. The message may quote SQL but never a value, because payloads
  // are IDs.
  boss.on("error", (error) => {
    const trouble = troubleOf(error);
    if (trouble === null) log.error({ loop: "queue", err: error }, "The job queue failed");
    else outageLog().failed(trouble);
  });
  return boss;
}
