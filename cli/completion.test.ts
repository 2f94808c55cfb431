import { execFile, execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm, stat, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { runCli, STANDALONE } from "./testing/cli-process";
import { FakeServer, TOKEN } from "./testing/fake-server";

test.each([
  { typed: ["phase", ""], offers: ["run", "secrets", "rotating-secrets", "doctor"] },
  { typed: ["phase", "rotating-secrets", "re"], offers: ["resume"] },
  { typed: ["phase", "--host", "http://x", "secrets", "export", "--f"], offers: ["--format"] },
  { typed: ["phase", "run", "--env", "x", "--w"], offers: ["--watch"] },
  { typed: ["phase", "run", "--m"], offers: ["--mask"] },
  { typed: ["phase", "secrets", "su"], offers: ["substitute"] },
  { typed: ["phase", "scan", "--"], offers: ["--staged", "--history", "--no-values"] },
  { typed: ["phase", "update", "--c"], offers: ["--check"] },
  { typed: ["phase", "login", "--k"], offers: ["--keyring"] },
])("bash completes $typed", async ({ typed, offers }) => {
  const { stdout } = await runCli(["completion", "bash"]);
  const words = typed.map((word) => `'${word}'`).join(" ");
  const script = `${stdout}\nCOMP_WORDS=(${words})\nCOMP_CWORD=${typed.length - 1}\n_phase\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
  const completed = execFileSync("bash", ["-c", script], { encoding: "utf8" }).trim().split("\n");
  expect(completed).toEqual(expect.arrayContaining(offers));
  expect(completed.every((word) => word.startsWith(typed.at(-1) ?? ""))).toBe(true);
});

test("--env is completed with the environments, whose names no shell evaluates", async () => {
  const server = await new FakeServer().start();
  const folder = await mkdtemp(join(tmpdir(), "phase-completion-"));
  try {
    const evil = `$(touch ${folder}/evil)`;
    server.apps.push({ id: randomUUID(), name: "my app", environments: [{ id: randomUUID(), name: evil }] });
    await symlink(STANDALONE, join(folder, "phase"));
    const env = {
      ...process.env,
      PATH: `${folder}${delimiter}${process.env["PATH"] ?? ""}`,
      PHASE_HOST: server.url,
      PHASE_SERVICE_TOKEN: TOKEN,
    };
    const { stdout } = await runCli(["completion", "bash"]);
    const completed = async (word: string) => {
      const script = `${stdout}\nCOMP_WORDS=(phase run --env '${word}')\nCOMP_CWORD=3\n_phase\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
      const ran = await promisify(execFile)("bash", ["-c", script], { env });
      return ran.stdout.trim().split("\n");
    };
    expect(await completed("sh")).toEqual(["shop/Production"]);
    expect(await completed("my\\ a")).toEqual([expect.stringMatching(/^my\\ app\/\\\$\\\(touch/)]);
    await expect(stat(join(folder, "evil"))).rejects.toThrow("ENOENT");
    for (const shell of ["zsh", "fish", "powershell"]) {
      expect((await runCli(["completion", shell])).stdout).toContain("phase completion environments");
    }
  } finally {
    await server.stop();
    await rm(folder, { recursive: true });
  }
});

test.each([
  { shell: "zsh", holds: [/^#compdef phase\n/, /" rotating-secrets"\) words_="list .*rotate/] },
  {
    shell: "fish",
    holds: [/case ' rotating-secrets'\n {6}printf '%s\\n' list .*rotate/, /complete -c phase/],
  },
  { shell: "powershell", holds: [/' rotating-secrets' = 'list .*rotate/, /Register-ArgumentCompleter/] },
])("$shell has a script of the same commands", async ({ shell, holds }) => {
  const { stdout } = await runCli(["completion", shell]);
  for (const pattern of holds) expect(stdout).toMatch(pattern);
});

test("another shell has none", async () => {
  expect((await runCli(["completion", "tcsh"])).code).toBe(2);
});

test("the stand-alone file names the commands it lacks, and starts without a configuration", async () => {
  const keys = await runCli(["keys", "status"]);
  expect(keys.code).toBe(1);
  expect(keys.stderr).toContain("needs the database");
  expect(await runCli(["--version"])).toEqual({ code: 0, stdout: "0.1.0\n", stderr: "" });
  // Each machine that runs programs gets it.
  expect((await stat(STANDALONE)).size).toBeLessThan(169_000);
  const help = await runCli(["--help"]);
  expect(help).toMatchObject({ code: 0, stderr: "" });
  expect(help.stdout).toContain("Exit codes:");
});
