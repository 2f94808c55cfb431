import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** Where this user's programs keep data that they may lose: the XDG base directory, or the system's equivalent. */
export function stateFolder(env: Readonly<NodeJS.ProcessEnv>, platform = process.platform): string {
  const { XDG_STATE_HOME = "", LOCALAPPDATA = "" } = env;
  // The specification says to ignore relative ones.
  if (isAbsolute(XDG_STATE_HOME)) return join(XDG_STATE_HOME, "phase");
  if (platform === "darwin") return join(homedir(), "Library", "Application Support", "phase");
  if (platform === "win32" && LOCALAPPDATA !== "") return join(LOCALAPPDATA, "phase");
  return join(homedir(), ".local", "state", "phase");
}
