// node scripts/run.mjs mutants [--only=NAME,…] [--sound=SUITE,…] [--record], and a part of npm test: breaks one guard of the
// engine after the other in a copy of the tree, and expects the tests to notice. Fails where they don't, and where the code
// that was to be broken has changed. As many at once as vitest has workers, all on one database server. `--record` writes
// down which test notices each, so that the next run asks that one first.
import { type ChildProcess, execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startTestServer, type TestServer } from "@/installation/testing/server";
import { interrupted } from "@/installation/programs/interruption";
import { launchInOrder } from "@/installation/programs/launch";
import { MUTANTS } from "./list";
import type { Mutant } from "./mutant";
import { type Notice, readNotices, sameNotice, writeNotices } from "./notices";
import { type Order, verdictSchema } from "./verdict";
import { ROOT } from "@/installation/root";

const COPIES = 5;

type Judgement = { missing?: string; notice: Notice | undefined; mayBeKept?: boolean };

/** A copy of the tree in which one guard at a time is broken. */
class Copy {
  readonly #folder = mkdtempSync(join(ROOT, ".phase-mutants-"));
  readonly #judge: ChildProcess;
  readonly #ended: Promise<never>;
  /** Files that were put back after the run before. */
  #restored: string[] = [];

  constructor(server: TestServer) {
    for (const file of [...FILES, "lib/generated"])
      cpSync(join(ROOT, file), join(this.#folder, file), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(this.#folder, "node_modules"), "dir");
    this.#judge = fork(join(this.#folder, "proof/mutants/judge.ts"), {
      cwd: this.#folder,
      execArgv: ["--import", "tsx"],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      // The same histories each time: what a mutant is noticed by today, it is noticed by tomorrow.
      env: { ...process.env, PHASE_MODEL_SEED: "1", PHASE_TEST_SERVER: JSON.stringify(server) },
    });
    this.#ended = once(this.#judge, "exit").then(() => {
      throw new Error("The process that runs the suites ended.");
    });
    this.#ended.catch(() => undefined);
  }

  /** Why the tests notice it, or why not. */
  async judge(mutant: Mutant): Promise<Judgement> {
    const files = new Map<string, string>();
    for (const { file, find, put } of mutant.changes) {
      const path = join(this.#folder, file);
      const text = files.get(path) ?? readFileSync(path, "utf8");
      if (text.split(find).length !== 2) {
        return { notice: undefined, missing: `${file} does not hold this text once:\n${find}` };
      }
      files.set(
        path,
        text.replace(find, () => put),
      );
    }
    const originals = [...files.keys()].map((path) => [path, readFileSync(path, "utf8")] as const);
    const put = (texts: Iterable<readonly [string, string]>) => {
      for (const [path, text] of texts) writeFileSync(path, text);
    };
    put(files);
    const changed = [...files.keys()];
    const expected = notices.get(mutant.name);
    const judged = await this.#ask(mutant, [...this.#restored, ...changed], expected);
    this.#restored = changed;
    // A test that fails on its own would notice everything.
    if (record && judged.notice !== undefined && judged.notice !== expected) {
      const again = await this.runOne(judged.notice);
      put(originals);
      const { passed } = await this.run([judged.notice.suite], changed, [judged.notice.test]);
      this.#restored = [];
      judged.mayBeKept = passed > 0 && again !== undefined && sameNotice(again, judged.notice);
    }
    put(originals);
    return judged;
  }

  /** By the test that noticed it before, for the same reason; else by the whole suites. */
  async #ask(mutant: Mutant, changed: string[], expected: Notice | undefined): Promise<Judgement> {
    if (expected !== undefined && mutant.suites.includes(expected.suite)) {
      const found = await this.runOne(expected, changed);
      if (found !== undefined && sameNotice(found, expected)) return { notice: expected };
    }
    const { failed } = await this.run(mutant.suites, changed);
    return { notice: failed[0] };
  }

  /** What this test alone says about the unchanged copy. */
  async runOne({ suite, test }: Notice, changed: string[] = []): Promise<Notice | undefined> {
    const { failed } = await this.run([suite], changed, [test]);
    return failed[0];
  }

  /** What these suites say about the unchanged copy. */
  async run(
    suites: string[],
    changed: string[] = [],
    tests?: string[],
  ): Promise<{ passed: number; failed: Notice[] }> {
    // Without a name vitest would run all that there are.
    if (suites.length === 0) return { passed: 0, failed: [] };
    const answer = once(this.#judge, "message");
    this.#judge.send({ changed, suites, tests } satisfies Order);
    const [verdict] = (await Promise.race([answer, this.#ended])) as [unknown];
    const { passed, failed } = verdictSchema.parse(verdict);
    return {
      passed,
      failed: failed.map(({ suite, name, message }) => ({ suite, test: name, reason: reason(message) })),
    };
  }

  /** The process removes its folder at its end. */
  async remove(): Promise<void> {
    if (this.#judge.connected) this.#judge.disconnect();
    await this.#ended.catch(() => undefined);
    // One that had only begun did not.
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Everything that git would take. */
const FILES = execFileSync("git", ["ls-files", "-coz", "--exclude-standard"], { cwd: ROOT, encoding: "utf8" })
  .split("\0")
  .filter((file) => file !== "" && existsSync(join(ROOT, file)));

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    sound: { type: "string", default: "" },
    record: { type: "boolean", default: false },
  },
});
const { record } = values;
const notices = readNotices();
const wanted = values.only?.split(",");
/** Suites that have just passed on this tree. */
const sound = new Set(values.sound.split(","));
const mutants = MUTANTS.filter(({ name }) => wanted === undefined || wanted.includes(name));
if (mutants.length === 0) {
  console.error(`There is no such mutant. They are: ${MUTANTS.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}

await launchInOrder(async () => {
  const { stop, ...server } = await startTestServer();
  const copies = Array.from({ length: COPIES }, () => new Copy(server));
  try {
    const survivors = await Promise.race([countSurvivors(copies), interrupted()]);
    if (survivors > 0) throw new Error("The tests don't notice everything.");
  } finally {
    await Promise.all(copies.map((copy) => copy.remove()));
    await stop();
  }
});

/** Without any mutant the suites must pass: else they would notice everything. */
async function areHealthy(copies: Copy[], suites: string[]): Promise<boolean> {
  const results = await Promise.all(
    copies.map((copy, nth) => copy.run(suites.filter((_, index) => index % copies.length === nth))),
  );
  const failed = results.flatMap((result) => result.failed);
  const someRan = suites.length === 0 || results.some(({ passed }) => passed > 0);
  if (failed.length === 0 && someRan) return true;
  const words = failed.map(({ test, reason }) => `${test} (${reason})`);
  console.error(`The suites fail without any mutant:\n${words.join("\n")}`);
  return false;
}

function waits({ suites }: Mutant): boolean {
  return suites.some((suite) => /^(?:cli|clients|installation|scripts|worker)\//.test(suite));
}

async function countSurvivors(copies: Copy[]): Promise<number> {
  const suites = new Set(mutants.flatMap((mutant) => mutant.suites));
  if (
    !(await areHealthy(
      copies,
      [...suites].filter((suite) => !sound.has(suite)),
    ))
  )
    return mutants.length;
  let survivors = 0;
  let unexpected = 0;
  // These wait for programs longer than they compute: whatever computes goes beside them, and no last one keeps a core idle.
  const waiting = mutants.toSorted((one, other) => Number(waits(other)) - Number(waits(one)));
  const work = async (copy: Copy) => {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const { missing, notice, mayBeKept } = await copy.judge(mutant);
      if (notice === undefined) survivors += 1;
      else if (notice !== notices.get(mutant.name)) {
        unexpected += 1;
        if (mayBeKept === true) notices.set(mutant.name, notice);
      }
      console.log(
        notice === undefined
          ? `SURVIVED   ${mutant.name}: ${missing ?? "no test fails"}`
          : `noticed    ${mutant.name}: ${notice.test} (${notice.reason})`,
      );
    }
  };
  await Promise.all(copies.map(work));
  console.log(`${mutants.length - survivors} of ${mutants.length} mutants noticed`);
  if (unexpected > 0) {
    console.log(
      `${unexpected} took whole suites: node scripts/run.mjs mutants --record keeps which test it was`,
    );
  }
  if (record) writeNotices(notices);
  return survivors;
}

/** The invariant that was broken, or the beginning of what the test says. */
function reason(message: string): string {
  return (/\bI\d+b?: .*/.exec(message)?.[0] ?? message.trim().split("\n")[0] ?? "").slice(0, 160);
}
