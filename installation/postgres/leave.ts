// node leave.ts FOLDER: run by guard.ts after a process died while it used the folder's server.
import { leaveForTheDead } from "./embedded";

await leaveForTheDead(process.argv[2] ?? "");
