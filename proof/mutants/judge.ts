// One vitest for one copy of the tree, started by run.ts in its folder: it keeps what it has transformed
// between two mutants, which is most of what a short suite costs. In threads, which start more cheaply than processes.
import { rmSync } from "node:fs";
import { relative } from "node:path";
import { createVitest } from "vitest/node";
import { type Order, orderSchema, type Verdict } from "./verdict";

const vitest = await createVitest({ watch: false, bail: 1, maxWorkers: 1, pool: "threads", reporters: [{}] });
let turn = Promise.resolve();

process.on("message", (message) => {
  turn = turn.then(() => judge(orderSchema.parse(message))).catch(fail);
});
// Nobody waits for the rest of a run any more.
process.once("disconnect", () => {
  void vitest
    .cancelCurrentRun("keyboard-input")
    .then(() => turn)
    .then(() => vitest.close())
    .finally(() => rmSync(process.cwd(), { recursive: true, force: true }))
    .catch(fail);
});

/** Runs suites after files have changed. Only failed tests count: a file that does not load proves nothing. */
async function judge({ changed, suites, tests }: Order): Promise<void> {
  for (const file of changed) vitest.invalidateFile(file);
  // It would tell of earlier runs too.
  vitest.state.filesMap.clear();
  const whole = await vitest.globTestSpecifications(suites);
  const { testModules } = await vitest.runTestSpecifications(
    tests === undefined
      ? whole
      : whole.map(({ project, moduleId }) => project.createSpecification(moduleId, { testNames: tests })),
  );
  const results = testModules
    .flatMap((module) => [...module.children.allTests()])
    .map((test) => ({
      suite: relative(process.cwd(), test.module.moduleId),
      name: test.fullName,
      ...test.result(),
    }));
  const failed = results
    .filter(({ state }) => state === "failed")
    .map(({ suite, name, errors }) => ({
      suite,
      name,
      message: (errors ?? []).map((error) => error.message).join("\n"),
    }));
  const passed = results.filter(({ state }) => state === "passed").length;
  process.send?.({ passed, failed } satisfies Verdict);
}

function fail(error: unknown): void {
  console.error(error);
  process.exit(1);
}
