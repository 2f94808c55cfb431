// node scripts/run.mjs mutants [--only=NAME,…], and a part of npm test: breaks one guard of the engine after the other in a copy of the
// tree, and expects the tests to notice. Fails where they don't, and where the code that was to be broken has changed. As
// many at once as vitest has workers, all on one database server.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { startTestServer, type TestServer } from "@/installation/testing/server";
import { MUTANTS } from "./list";
import type { Mutant } from "./mutant";
import { ROOT } from "@/installation/root";

const COPIES = 2;

/** A copy of the tree in which one guard at a time is broken. */
class Copy {
  readonly #folder = mkdtempSync(join(ROOT, ".phase-mutants-"));
  readonly #env: NodeJS.ProcessEnv;

  constructor(server: TestServer) {
    // The same histories each time: what a mutant is noticed by today, it is noticed by tomorrow.
    this.#env = { ...process.env, PHASE_MODEL_SEED: "1", PHASE_TEST_SERVER: JSON.stringify(server) };
    for (const file of [...FILES, "lib/generated"])
      cpSync(join(ROOT, file), join(this.#folder, file), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(this.#folder, "node_modules"), "dir");
  }

  /** Why the tests notice it, or why not. */
  async judge({ changes, suites }: Mutant): Promise<{ noticed: boolean; words: string }> {
    const files = new Map<string, string>();
    for (const { file, find, put } of changes) {
      const path = join(this.#folder, file);
      const text = files.get(path) ?? readFileSync(path, "utf8");
      if (text.split(find).length !== 2) {
        return { noticed: false, words: `${file} does not hold this text once:\n${find}` };
      }
      files.set(
        path,
        text.replace(find, () => put),
      );
    }
    const originals = [...files.keys()].map((path) => [path, readFileSync(path, "utf8")] as const);
    for (const [path, text] of files) writeFileSync(path, text);
    const { failed } = await this.run(suites);
    for (const [path, text] of originals) writeFileSync(path, text);
    return { noticed: failed.length > 0, words: failed[0] ?? "" };
  }

  /** Only failed tests count: a file that does not load proves nothing. */
  async run(suites: string[]): Promise<{ passed: number; failed: string[] }> {
    const report = join(this.#folder, "report.json");
    rmSync(report, { force: true });
    const child = spawn(
      join(ROOT, "node_modules/.bin/vitest"),
      ["run", "--bail=1", "--maxWorkers=1", "--reporter=json", `--outputFile=${report}`, ...suites],
      { cwd: this.#folder, stdio: "ignore", env: this.#env },
    );
    await once(child, "exit");
    const tests = vitestReport
      .parse(JSON.parse(readFileSync(report, "utf8")))
      .testResults.flatMap(({ assertionResults }) => assertionResults);
    const failed = tests.filter(({ status }) => status === "failed");
    return {
      passed: tests.filter(({ status }) => status === "passed").length,
      failed: failed.map(
        ({ fullName, failureMessages }) => `${fullName} (${reason(failureMessages.join("\n"))})`,
      ),
    };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

/** Everything that git would take. */
const FILES = execFileSync("git", ["ls-files", "-coz", "--exclude-standard"], { cwd: ROOT, encoding: "utf8" })
  .split("\0")
  .filter((file) => file !== "" && existsSync(join(ROOT, file)));

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      assertionResults: z.array(
        z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()) }),
      ),
    }),
  ),
});

const { values } = parseArgs({ options: { only: { type: "string" } } });
const wanted = values.only?.split(",");
const mutants = MUTANTS.filter(({ name }) => wanted === undefined || wanted.includes(name));
if (mutants.length === 0) {
  console.error(`There is no such mutant. They are: ${MUTANTS.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}

const { stop, ...server } = await startTestServer();
const copies = Array.from({ length: COPIES }, () => new Copy(server));
const isSound = await areHealthy([...new Set(mutants.flatMap((mutant) => mutant.suites))]);
const survivors = isSound ? await countSurvivors() : mutants.length;
for (const copy of copies) copy.remove();
await stop();
if (isSound) console.log(`${mutants.length - survivors} of ${mutants.length} mutants noticed`);
process.exit(survivors === 0 ? 0 : 1);

/** Without any mutant the suites must pass: else they would notice everything. */
async function areHealthy(suites: string[]): Promise<boolean> {
  const results = await Promise.all(
    copies.map((copy, nth) => copy.run(suites.filter((_, index) => index % copies.length === nth))),
  );
  const failed = results.flatMap((result) => result.failed);
  if (failed.length === 0 && results.some(({ passed }) => passed > 0)) return true;
  console.error(`The suites fail without any mutant:\n${failed.join("\n")}`);
  return false;
}

async function countSurvivors(): Promise<number> {
  let count = 0;
  const waiting = [...mutants];
  const work = async (copy: Copy) => {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const { noticed, words } = await copy.judge(mutant);
      if (!noticed) count += 1;
      console.log(
        `${noticed ? "noticed   " : "SURVIVED  "} ${mutant.name}${words === "" ? "" : `: ${words}`}`,
      );
    }
  };
  await Promise.all(copies.map(work));
  return count;
}

/** The invariant that was broken, or the beginning of what the test says. */
function reason(message: string): string {
  return (/\bI\d+b?: .*/.exec(message)?.[0] ?? message.split("\n")[0] ?? "").slice(0, 160);
}
