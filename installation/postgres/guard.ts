import { spawn } from "node:child_process";
import { Socket } from "node:net";
import { join } from "node:path";
import { argumentsOf } from "../programs/programs";
import { ROOT } from "../root";
import { withoutSecrets } from "@/lib/settings/secret-files";

export type Guard = {
  /** It is not needed any more: this process lets go of the server itself. */
  release(): void;
};

/**
 * Lets go of the folder's server in this process's place when it dies without doing so, however it dies. Until then it is
 * a shell that reads to the end of a pipe, which the system closes with this process.
 */
export function guardServer(root: string): Guard {
  const leave = [process.execPath, ...argumentsOf("leave-database"), root];
  const child = spawn("sh", ["-c", 'read _; exec "$@"', "sh", ...leave], {
    cwd: "/",
    // Whoever sees processes sees this one for as long as Phase runs.
    env: { ...withoutSecrets(process.env), TSX_TSCONFIG_PATH: join(ROOT, "tsconfig.json") },
    // A group of its own: what ends this process must not reach it.
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  // Without a shell there is no guard, and all else works.
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
