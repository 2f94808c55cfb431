import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { runCli } from "./testing/cli-process";

test.each([
  { typed: ["phase", ""], offers: ["run", "secrets", "rotating-secrets", "doctor"] },
  { typed: ["phase", "rotating-secrets", "re"], offers: ["resume"] },
  { typed: ["phase", "--host", "http://x", "secrets", "export", "--f"], offers: ["--format"] },
  { typed: ["phase", "run", "--env", "x", "--w"], offers: ["--watch"] },
])("bash completes $typed", async ({ typed, offers }) => {
  const { stdout } = await runCli(["completion", "bash"]);
  const words = typed.map((word) => `'${word}'`).join(" ");
  const script = `${stdout}\nCOMP_WORDS=(${words})\nCOMP_CWORD=${typed.length - 1}\n_phase\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
  const completed = execFileSync("bash", ["-c", script], { encoding: "utf8" }).trim().split("\n");
  expect(completed).toEqual(expect.arrayContaining(offers));
  expect(completed.every((word) => word.startsWith(typed.at(-1) ?? ""))).toBe(true);
});

test("zsh has a script too, another shell none", async () => {
  expect((await runCli(["completion", "zsh"])).stdout).toMatch(/^#compdef phase\n/);
  expect((await runCli(["completion", "fish"])).code).toBe(2);
});

test("the file to install alone says which commands it lacks, and starts without a configuration", async () => {
  const doctor = await runCli(["doctor"]);
  expect(doctor.code).toBe(1);
  expect(doctor.stderr).toContain("works on the database");
  const help = await runCli(["--help"]);
  expect(help).toMatchObject({ code: 0, stderr: "" });
  expect(help.stdout).toContain("Exit codes:");
});
