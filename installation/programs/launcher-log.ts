import { pino } from "pino";
import { createLog } from "@/lib/log";
import { logLevel } from "@/lib/settings/env";

/**
 * Messages of the process that starts the others. On standard error, because a command's result may be on
 * standard output.
 */
export const launcherLog = createLog(logLevel(), pino.destination(2)).child({ program: "launcher" });
