import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "@/installation/root";
import { ALWAYS, nearTests } from "./near";

const TESTS = new Map([
  ["lib/a/one.test.ts", 'import { one } from "./one";'],
  ["lib/a/two.test.ts", 'import { one } from "@/lib/a/one";\nimport "../b/three.mjs";'],
  ["lib/b/four.test.ts", 'const { one } = await import("../a/one-more");'],
  ["lib/lists/docs.test.ts", ""],
  ["installation/migrations/six.test.ts", ""],
  ["cli/seven-times.test.ts", 'import { runCli } from "./run-cli";'],
]);
const HELD = "lib/lists/docs.test.ts";

test.each([
  [["lib/a/one.ts"], ["lib/a/one.test.ts", "lib/a/two.test.ts", HELD]],
  [["lib/b/three.mjs"], ["lib/a/two.test.ts", HELD]],
  [["lib/b/four.test.ts"], ["lib/b/four.test.ts", HELD]],
  [["prisma/schema.prisma"], [HELD, "installation/migrations/six.test.ts"]],
  [["cli/commands/seven.ts"], [HELD, "cli/seven-times.test.ts"]],
  [["README.md"], [HELD]],
])("for a change to %j the near tests are %j", (changed, tests) => {
  expect(nearTests(changed, TESTS)).toEqual(tests);
});

test.each(ALWAYS)("%s, which has lists or documents, is found where it is expected", (file) => {
  expect(existsSync(join(ROOT, file))).toBe(true);
});
