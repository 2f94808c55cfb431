// npm test [-- --only=NAME,… | --near]: every check that CI runs. A failed one doesn't stop the others.
// The last line is the sum, counting each check and each test as one.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { installBrowsers } from "@/e2e/browsers";
import { ensureBuilt } from "@/installation/programs/build";
import { ensureCompiled } from "@/installation/programs/compile";
import { interruption } from "@/installation/programs/interruption";
import { launchInOrder } from "@/installation/programs/launch";
import { pageSizes } from "@/installation/programs/page-size";
import { binary, runNode } from "@/installation/programs/run-node";
import { COMMANDS } from "../commands.mjs";
import { changedFiles, everyTest, nearTests } from "./near";
import { ROOT } from "@/installation/root";
import {
  type Counts,
  passedFiles,
  playwrightCounts,
  summaryLine,
  total,
  vitestCounts,
  withExitCode,
} from "./test-counts";

type Result = { counts: Counts; output: string };

const PASSED: Counts = { passed: 1, failed: 0, skipped: 0 };
const FAILED: Counts = { passed: 0, failed: 1, skipped: 0 };

/**
 * TypeScript's native compiler, for a quarter of the work. The linter and Next need the API of the previous
 * one, which keeps the name and `.bin/tsc`. A second checker would read all libraries once more.
 */
const TYPES = ["../typescript-native/bin/tsc", "--noEmit", "--incremental", "false", "--checkers", "1"];

/** The linter's rules that need types, for the whole tree: .oxlintrc.json. */
const TYPED_RULES = ["oxlint", "--type-aware", "--deny-warnings", "."];

const CHECKS: Record<string, () => Promise<Result>> = {
  format: () => check(["prettier", "--check", "--log-level=warn", "."]),
  lint: () => check(["eslint", "--max-warnings=0", "."], TYPED_RULES),
  types: () => check(["next", "typegen"], TYPES),
  dead: () => check(["knip"]),
  vitest: () => runVitest([]),
  // Not again in a copy of the same tree without a mutant, which took five minutes.
  mutants: () => check(["tsx", COMMANDS.mutants, `--sound=${soundSuites.join(",")}`]),
  build: async () => {
    await ensureCompiled();
    await ensureBuilt(interruption().asked);
    return { counts: PASSED, output: "" };
  },
  recipes: () => check(["tsx", COMMANDS.recipes]),
  size: async () => {
    await ensureBuilt(interruption().asked);
    const { fits, words } = await pageSizes();
    return { counts: fits ? PASSED : FAILED, output: words };
  },
  playwright: async () => {
    const PHASE_CHROMIUM = await installBrowsers();
    return counted(() => ["playwright", "test", "--reporter=list,json"], playwrightCounts, {
      PHASE_CHROMIUM,
    });
  },
};

/** Rows run in parallel, and the checks of a row in sequence. Checks that are in no row use all cores and run alone. */
const ROWS = [
  ["format", "types", "dead", "lint"],
  ["build", "recipes", "size"],
];

/** Under a minute: the differences from the main branch, and the tests about them. */
function nearChecks(): typeof CHECKS {
  const changed = changedFiles();
  const code = changed.filter((file) => /\.(?:m?js|m?ts|tsx)$/.test(file));
  const tests = nearTests(changed, everyTest());
  return {
    format: () => check(["prettier", "--check", "--ignore-unknown", "--log-level=warn", ...changed]),
    types: () => check(["next", "typegen"], TYPES),
    lint: () => check(["eslint", "--max-warnings=0", "--no-warn-ignored", ...code], TYPED_RULES),
    vitest: () => runVitest(tests),
  };
}

const { values } = parseArgs({
  options: { only: { type: "string" }, near: { type: "boolean", default: false } },
});
const checks = values.near ? nearChecks() : CHECKS;
const names = values.only?.split(",") ?? Object.keys(checks);
const unknown = names.filter((name) => !(name in checks));
if (unknown.length > 0) {
  console.error(`Unknown check ${unknown.join(", ")}. Available: ${Object.keys(checks).join(", ")}.`);
  process.exit(2);
}

/** The test files that have passed in this run. */
let soundSuites: string[] = [];
await launchInOrder(async (asked) => {
  const results: Counts[] = [];
  const runAll = async (row: string[]) => {
    for (const name of row) {
      results.push(await report(name));
      // An interrupted check has no result.
      asked.throwIfAborted();
    }
  };
  const rows = values.near ? names.map((name) => [name]) : ROWS;
  await Promise.all(rows.map((row) => runAll(row.filter((name) => names.includes(name)))));
  await runAll(names.filter((name) => !rows.flat().includes(name)));
  const sum = total(results);
  console.log(summaryLine(sum));
  if (sum.failed > 0) process.exit(1);
});

async function report(name: string): Promise<Counts> {
  const started = Date.now();
  const { counts, output } = await run(name);
  const seconds = Math.round((Date.now() - started) / 1000);
  const verdict = counts.failed === 0 ? "ok    " : "FAILED";
  console.log(`${name.padEnd(12)}${verdict}  ${seconds} s  (${summaryLine(counts)})`);
  if (counts.failed > 0) console.log(`${output.trim()}\n`);
  return counts;
}

async function run(name: string): Promise<Result> {
  try {
    return (await checks[name]?.()) ?? { counts: FAILED, output: "" };
  } catch (error) {
    return { counts: FAILED, output: error instanceof Error ? error.message : String(error) };
  }
}

/** Programs that together make one check. */
async function check(...commands: string[][]): Promise<Result> {
  for (const command of commands) {
    const { code, output } = await execute(command);
    if (code !== 0) return { counts: FAILED, output };
  }
  return { counts: PASSED, output: "" };
}

function runVitest(files: readonly string[]): Promise<Result> {
  const report = (file: string) => ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const countsOf = (text: string) => {
    soundSuites = passedFiles(text).map((file) => relative(ROOT, file));
    return vitestCounts(text);
  };
  return counted((file) => ["vitest", "run", ...report(file), ...files], countsOf);
}

/** A program that writes a report of its tests. */
async function counted(
  command: (report: string) => string[],
  countsOf: (report: string) => Counts,
  env: Record<string, string> = {},
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "phase-report-"));
  const file = join(folder, "report.json");
  try {
    const { code, output } = await execute(command(file), { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file });
    return { counts: withExitCode(countsOf(readFileSync(file, "utf8")), code), output };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** With `CI`, so that tools judge as on a build server: Vitest then fails for a snapshot that no test has. */
function execute(
  [program = "", ...args]: string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; output: string }> {
  const { asked } = interruption();
  return runNode([binary(program), ...args], { env: { ...process.env, CI: "true", ...env }, asked });
}
