import { spawn } from "node:child_process";
import { Socket } from "node:net";
import { join } from "node:path";
import { argumentsOf } from "../programs/programs";
import { ROOT } from "../root";
import { withoutSecrets } from "@/lib/settings/secret-files";

export type Guard = {
  /** No longer needed, because this process releases the server itself. */
  release(): void;
};

/**
 * Releases the folder's server in this process's place if it dies without doing so, for whatever reason.
 * Until then it is a shell that reads to the end of a pipe, which the system closes with this process.
 */
export function guardServer(root: string): Guard {
  const leave = [process.execPath, ...argumentsOf("leave-database"), root];
  const child = spawn("sh", ["-c", 'read _; exec "$@"', "sh", ...leave], {
    cwd: "/",
    // Process listings show this one for as long as Phase runs.
    env: { ...withoutSecrets(process.env), TSX_TSCONFIG_PATH: join(ROOT, "tsconfig.json") },
    // A separate group, so that what ends this process doesn't reach it.
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  // Without a shell there is no guard, and everything else works.
  child.on("error", () => {});
  child.stdin.on("error", () => {});
  child.unref();
  // A pipe to a child is a socket, and would keep this process running.
  if (child.stdin instanceof Socket) child.stdin.unref();
  return {
    release() {
      child.kill("SIGKILL");
    },
  };
}
