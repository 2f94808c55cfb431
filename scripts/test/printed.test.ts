import { spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { describe, expect, it, vi } from "vitest";
import { TYPESCRIPT } from "@/installation/programs/programs";
import { ROOT } from "@/installation/root";

vi.setConfig({ testTimeout: 60_000 });

/**
 * Clears the screen, starts the line again, changes the text direction: possible contents of a name from
 * someone else.
 */
const HOSTILE = "\u001b[2J\r\u009b2J\u202e\u200b";
const HARMFUL = /[^\P{C}\n]/u;

type Said = { stdout: string; stderr: string };

async function run(args: string[], env: Record<string, string | undefined> = {}): Promise<Said> {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { stdout, stderr };
}

const code = (lines: string) => [...TYPESCRIPT, "--input-type=module", "-e", lines];
const from = (path: string) => JSON.stringify(`${ROOT}/${path}`);
const quoted = JSON.stringify(HOSTILE);

/** What is run, and what its output must still contain in readable form. */
const PROGRAMS: Record<string, { ran: () => Promise<Said>; says: string }> = {
  "a launcher that fails": {
    ran: () =>
      run(
        code(`import { launch } from ${from("installation/programs/launch.ts")};
          await launch(() => Promise.reject(new Error("Refused: " + ${quoted})));`),
      ),
    says: "Refused: ",
  },
  "a launcher that tells something": {
    ran: () =>
      run(
        code(`import { say } from ${from("lib/terminal.ts")}; say("Database in " + ${quoted} + "\\nReady");`),
      ),
    says: "\nReady",
  },
  "a program under a launcher": {
    ran: () =>
      run(
        code(`import { startProgram } from ${from("installation/programs/program.ts")};
          const words = 'console.error("Failed: " + ' + JSON.stringify(${quoted}) + '); setInterval(() => {}, 1000);';
          const { stop } = startProgram({ name: "web", args: ["-e", words], env: {}, stopWithinMs: 5_000 });
          const write = process.stderr.write.bind(process.stderr);
          process.stderr.write = (text) => { write(text); void stop(); return true; };`),
      ),
    says: "Failed: ",
  },
  "phase doctor": {
    ran: () =>
      run([...TYPESCRIPT, "cli/main.ts", "doctor"], {
        DATABASE_URL: undefined,
        PHASE_DATA_DIR: `/nowhere/${HOSTILE}`,
      }),
    says: "bad  database",
  },
  "phase about its own command line": {
    ran: () => run([...TYPESCRIPT, "cli/main.ts", `--${HOSTILE}`]),
    says: "error: unknown option",
  },
  "the simulator that can't start": {
    ran: () => run([...TYPESCRIPT, "simulator/main.ts"], { SIMULATOR_HOST: `nowhere${HOSTILE}` }),
    says: "getaddrinfo",
  },
};

describe("prints nothing that steers a terminal:", () => {
  it.each(Object.entries(PROGRAMS))("%s", async (_, { ran, says }) => {
    const { stdout, stderr } = await ran();
    expect(stdout + stderr).toContain(says);
    expect(stdout + stderr).not.toMatch(HARMFUL);
  });

  it("the simulator that fails at a call", async () => {
    const broken = `import { startSimulator } from ${from("simulator/server.ts")};
      const simulator = await startSimulator();
      simulator.state.openEntry = () => { throw new Error(${quoted}); };
      console.log(simulator.url);`;
    const child = spawn(process.execPath, code(broken), { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
    try {
      const [url] = (await once(createInterface(child.stdout), "line")) as [string];
      const said = once(createInterface(child.stderr), "line");
      const headers = { authorization: "Bearer sk-admin-x" };
      const { port } = new URL(url);
      const sent = request({ port, path: "/v1/organization/projects", headers }).end();
      await once(sent, "response");
      const [line] = (await said) as [string];
      expect(line).toContain("The simulator failed at GET /v1/organization/projects");
      expect(line).not.toMatch(HARMFUL);
    } finally {
      child.kill();
    }
  });
});
