// node leave.ts FOLDER: what guard.ts leaves behind a process that died while it used the folder's server.
import { leaveForTheDead } from "./embedded";

await leaveForTheDead(process.argv[2] ?? "");
