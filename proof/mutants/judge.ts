// One vitest for one copy of the tree, started by run.ts in its folder: it keeps what it has transformed
// between two mutants, which is most of what a short suite costs.
import { rmSync } from "node:fs";
import { createVitest } from "vitest/node";
import { type Order, orderSchema, type Verdict } from "./verdict";

const vitest = await createVitest({ watch: false, bail: 1, maxWorkers: 1, reporters: [{}] });
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
async function judge({ changed, suites }: Order): Promise<void> {
  for (const file of changed) vitest.invalidateFile(file);
  // It would tell of earlier runs too.
  vitest.state.filesMap.clear();
  const { testModules } = await vitest.runTestSpecifications(await vitest.globTestSpecifications(suites));
  const results = testModules
    .flatMap((module) => [...module.children.allTests()])
    .map((test) => ({ name: test.fullName, ...test.result() }));
  const failed = results
    .filter(({ state }) => state === "failed")
    .map(({ name, errors }) => ({ name, message: (errors ?? []).map((error) => error.message).join("\n") }));
  const passed = results.filter(({ state }) => state === "passed").length;
  process.send?.({ passed, failed } satisfies Verdict);
}

function fail(error: unknown): void {
  console.error(error);
  process.exit(1);
}
