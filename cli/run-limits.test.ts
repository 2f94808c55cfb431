import { chmod, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { commandEnvironment } from "./command-environment";
import { environmentOf } from "./testing/cli-process";
import { watchRig } from "./testing/watched";

const NODE = process.execPath;
const SERVICE = `process.stdout.write("value=" + process.env.API_KEY + ";size=" + (process.env.BIG ?? "").length + ";"); setInterval(() => {}, 1000)`;
/** MAX_ARG_STRLEN without the name, the equals sign and the NUL. */
const LARGEST = 131_072 - "BIG=".length - 1;
const GOES_ON = "The command keeps the values it has.";

const rig = watchRig();
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "phase-limits-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("a value too large for an environment", () => {
  test("leaves the command running, is named, and is forgotten once it fits", async () => {
    const cli = rig.watch([NODE, "-e", SERVICE]);
    await cli.prints("value=one;");
    // Bytes count, not characters.
    rig.server.change({ API_KEY: "two", BIG: "ß".repeat(LARGEST / 2 + 1) });
    await cli.prints(GOES_ON, "stderr");
    expect(cli.stderr).toContain(
      "phase: BIG is too large for an environment variable. It has 131073 bytes with its name",
    );
    expect(cli.stderr).not.toContain("restarting");
    rig.server.change({ API_KEY: "three", BIG: "x".repeat(LARGEST) });
    await cli.prints(`value=three;size=${LARGEST};`);
    expect(cli.stdout).not.toContain("value=two");
    cli.process.kill("SIGTERM");
    expect((await cli.ended)[0]).toBe(143);
  });

  test("leaves a command running that still ends when asked to", async () => {
    const cli = rig.watch([NODE, "-e", SERVICE]);
    await cli.prints("value=one;");
    rig.server.change({ BIG: "x".repeat(LARGEST + 1) });
    await cli.prints(GOES_ON, "stderr");
    cli.process.kill("SIGTERM");
    expect((await cli.ended)[0]).toBe(143);
  });

  test("makes a first start exit with 126, like a shell", async () => {
    rig.server.values = { BIG: "x".repeat(LARGEST + 1) };
    const cli = rig.watch([NODE, "-e", SERVICE]);
    expect((await cli.ended)[0]).toBe(126);
    expect(cli.stderr).toContain("BIG is too large for an environment variable");
    expect(cli.stdout).toBe("");
  });

  test("is refused in time if only the total is too large", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 70 }, (_, at) => [`K${at}`, "x".repeat(100_000 + at)]),
    );
    const cli = rig.watch([NODE, "-e", SERVICE]);
    await cli.prints("value=one;");
    rig.server.change({ API_KEY: "two", ...many });
    await cli.prints(GOES_ON, "stderr");
    expect(cli.stderr).toMatch(
      /The environment is too large\. It has 7\d+ bytes.* K69 has the largest value\./,
    );
    rig.server.change({ API_KEY: "three" });
    await cli.prints("value=three;");
  });
});

test("everything that passes the check can be started, up to the last bytes", async () => {
  const command = [NODE, "-p", "Object.keys(process.env).filter((key) => /^K\\d/.test(key)).length"];
  const around = environmentOf({ host: rig.server.url });
  const values: Record<string, string> = {};
  const fits = () => {
    try {
      commandEnvironment(command, around, values);
      return true;
    } catch {
      return false;
    }
  };
  // Smaller and smaller ones, each until the next is refused.
  let count = 0;
  for (const size of [65_536, 1_000, 1]) {
    while (fits()) values[`K${++count}`] = "x".repeat(size);
    Reflect.deleteProperty(values, `K${count--}`);
  }
  rig.server.values = values;
  const cli = rig.watch(command);
  expect((await cli.ended)[0]).toBe(0);
  expect(cli.stdout).toBe(`${count}\n`);
});

describe("a command that can't be restarted", () => {
  test.each([
    { name: "is gone", spoil: (file: string) => rm(file), code: 127, says: "command not found" },
    {
      name: "is not executable any more",
      spoil: (file: string) => chmod(file, 0o644),
      code: 126,
      says: "not executable",
    },
    {
      name: "refers to itself",
      spoil: async (file: string) => {
        await rm(file);
        await symlink(file, file);
      },
      code: 126,
      says: "can't be started (ELOOP)",
    },
  ])("because it $name, ends the run", async ({ spoil, code, says }) => {
    const file = join(folder, "service");
    await writeFile(file, `#!/bin/sh\nexec "${NODE}" -e '${SERVICE}'\n`, { mode: 0o755 });
    const cli = rig.watch([file]);
    await cli.prints("value=one;");
    await spoil(file);
    rig.server.change({ API_KEY: "two" });
    expect((await cli.ended)[0]).toBe(code);
    expect(cli.stderr).toContain(says);
  });
});
