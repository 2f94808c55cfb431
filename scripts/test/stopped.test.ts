import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it, vi } from "vitest";
import { TYPESCRIPT } from "@/installation/programs/programs";
import { ROOT } from "@/installation/root";
import { descendants, stillRunning } from "@/installation/testing/process-tree";

vi.setConfig({ testTimeout: 60_000 });

it.concurrent.each([
  ["SIGTERM", [130, null]],
  ["SIGKILL", [null, "SIGKILL"]],
] as const)("npm test leaves no check running when it gets %s", async (signal, ending) => {
  const tests = spawn(process.execPath, [...TYPESCRIPT, "scripts/test/test.ts", "--only=format"], {
    cwd: ROOT,
    stdio: "ignore",
  });
  const ended = once(tests, "exit");
  const started = await vi.waitFor(
    () => {
      const pids = descendants(tests.pid ?? 0);
      expect(pids).not.toEqual([]);
      expect(execFileSync("ps", ["-o", "args=", "-p", pids.join(",")], { encoding: "utf8" })).toContain(
        "prettier",
      );
      return pids;
    },
    { timeout: 30_000 },
  );
  tests.kill(signal);
  expect(await ended).toEqual(ending);
  await vi.waitFor(() => expect(stillRunning(started)).toEqual([]), { timeout: 30_000 });
});
