import { pino } from "pino";
import { createLog } from "@/lib/log";
import { logLevel } from "@/lib/settings/env";

/** What the process that starts the others says while they run. On standard error: a command's result may be on the other. */
export const launcherLog = createLog(logLevel(), pino.destination(2)).child({ program: "launcher" });
