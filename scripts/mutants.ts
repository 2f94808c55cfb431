// node scripts/run.mjs mutants [--only=NAME,…], and a part of npm test: breaks one guard of the engine after the other in a copy of the
// tree, and expects the tests to notice. Fails where they don't, and where the code that was to be broken has changed.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { MUTANTS } from "./mutants/list";
import type { Mutant } from "./mutants/mutant";
import { ROOT } from "./root";

const COPY = mkdtempSync(join(ROOT, ".phase-mutants-"));
const REPORT = join(COPY, "report.json");

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

copyTree();
const suites = [...new Set(mutants.flatMap((mutant) => mutant.suites))];
const healthy = run(suites);
if (healthy.failed.length > 0 || healthy.passed === 0) {
  console.error(`The suites fail without any mutant:\n${healthy.failed.join("\n")}`);
  process.exit(1);
}
let survivors = 0;
for (const mutant of mutants) if (!isNoticed(mutant)) survivors += 1;
rmSync(COPY, { recursive: true });
console.log(`${mutants.length - survivors} of ${mutants.length} mutants noticed`);
process.exit(survivors === 0 ? 0 : 1);

/** Everything that git would take, and the generated client; packages by a link. */
function copyTree(): void {
  const listed = execFileSync("git", ["ls-files", "-coz", "--exclude-standard"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  const files = listed.split("\0").filter((file) => file !== "" && existsSync(join(ROOT, file)));
  for (const file of [...files, "lib/generated"])
    cpSync(join(ROOT, file), join(COPY, file), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(COPY, "node_modules"), "dir");
}

function isNoticed(mutant: Mutant): boolean {
  const files = new Map<string, string>();
  for (const { file, find, put } of mutant.changes) {
    const path = join(COPY, file);
    const text = files.get(path) ?? readFileSync(path, "utf8");
    if (text.split(find).length !== 2) {
      console.log(`STALE      ${mutant.name}: ${file} does not hold this text once:\n${find}`);
      return false;
    }
    files.set(
      path,
      text.replace(find, () => put),
    );
  }
  const originals = [...files.keys()].map((path) => [path, readFileSync(path, "utf8")] as const);
  for (const [path, text] of files) writeFileSync(path, text);
  const { failed } = run(mutant.suites);
  for (const [path, text] of originals) writeFileSync(path, text);
  const noticed = failed.length > 0;
  console.log(
    `${noticed ? "noticed   " : "SURVIVED  "} ${mutant.name}${noticed ? `: ${failed[0] ?? ""}` : ""}`,
  );
  return noticed;
}

/** Only failed tests count: a file that does not load proves nothing. */
function run(suites: string[]): { passed: number; failed: string[] } {
  rmSync(REPORT, { force: true });
  const { error } = spawnSync(
    join(ROOT, "node_modules/.bin/vitest"),
    ["run", "--bail=1", "--reporter=json", `--outputFile=${REPORT}`, ...suites],
    // The same histories each time: what a mutant is noticed by today, it is noticed by tomorrow.
    { cwd: COPY, stdio: "ignore", env: { ...process.env, PHASE_MODEL_SEED: "1" } },
  );
  if (error !== undefined) throw error;
  const tests = vitestReport
    .parse(JSON.parse(readFileSync(REPORT, "utf8")))
    .testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = tests.filter(({ status }) => status === "failed");
  return {
    passed: tests.filter(({ status }) => status === "passed").length,
    failed: failed.map(
      ({ fullName, failureMessages }) => `${fullName} (${reason(failureMessages.join("\n"))})`,
    ),
  };
}

/** The invariant that was broken, or the beginning of what the test says. */
function reason(message: string): string {
  return (/\bI\d+b?: .*/.exec(message)?.[0] ?? message.split("\n")[0] ?? "").slice(0, 160);
}
