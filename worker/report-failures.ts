/**
 * Handles a worker's failures: one name per loop, in the log and the metrics. An outage of the database is
 * one line.
 */
import type { Logger } from "pino";
import { type OutageLog, outageLog } from "@/lib/database/outage-log";
import { databaseTroubleOf } from "@/lib/database/from-database";
import type { ProcessMetrics } from "@/lib/metrics/process-metrics";

type Services = { log: Logger; metrics: ProcessMetrics };
export type Report = (error: unknown) => void;

/** For the loop of that name. */
export function reportFailures(
  { log, metrics }: Services,
  loop: string,
  outages: Pick<OutageLog, "failed"> = outageLog(),
): Report {
  metrics.loopBegan(loop);
  return (error) => {
    metrics.loopFailed(loop);
    const trouble = databaseTroubleOf(error);
    if (trouble === null) log.error({ loop, err: error }, "A worker loop failed");
    else outages.failed(trouble);
  };
}
