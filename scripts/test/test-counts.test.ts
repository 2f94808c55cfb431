import { describe, expect, it } from "vitest";
import { passedFiles, playwrightCounts, summaryLine, total, vitestCounts, withExitCode } from "./test-counts";

const file = (status: string, ...tests: string[]) => ({
  name: `/tree/${status}.test.ts`,
  status,
  assertionResults: tests.map((test) => ({ status: test, title: "t" })),
});

describe("vitestCounts", () => {
  it("adds up each file's results", () => {
    const testResults = [
      file("passed", "passed", "passed", "skipped", "todo"),
      file("failed", "passed", "failed", "failed"),
    ];
    expect(vitestCounts(JSON.stringify({ testResults }))).toEqual({ passed: 3, failed: 2, skipped: 2 });
  });

  it("counts a file that could not be loaded, and one whose set-up or clean-up failed", () => {
    const testResults = [file("failed"), file("failed", "passed")];
    expect(vitestCounts(JSON.stringify({ testResults }))).toEqual({ passed: 1, failed: 2, skipped: 0 });
  });

  it("accepts no other text as a report", () => {
    expect(() => vitestCounts("{}")).toThrow("testResults");
  });
});

it("passedFiles leaves out a file with a failed test", () => {
  const testResults = [file("passed", "passed"), file("failed", "passed", "failed")];
  expect(passedFiles(JSON.stringify({ testResults }))).toEqual(["/tree/passed.test.ts"]);
});

describe("playwrightCounts", () => {
  it("counts a flaky test as failed", () => {
    const report = { stats: { expected: 5, unexpected: 1, flaky: 2, skipped: 3 } };
    expect(playwrightCounts(JSON.stringify(report))).toEqual({ passed: 5, failed: 3, skipped: 3 });
  });
});

describe("the last line", () => {
  it("is the sum of everything", () => {
    const counts = [
      { passed: 1, failed: 0, skipped: 0 },
      { passed: 10, failed: 2, skipped: 3 },
    ];
    expect(summaryLine(total(counts))).toBe("11 passed, 2 failed, 3 skipped");
  });

  it.each([
    [{ passed: 3, failed: 0, skipped: 0 }, 1, 1],
    [{ passed: 3, failed: 0, skipped: 0 }, null, 1],
    [{ passed: 3, failed: 2, skipped: 0 }, 1, 2],
    [{ passed: 3, failed: 0, skipped: 0 }, 0, 0],
  ])("%o with exit code %o has %i failed", (counts, exitCode, failed) => {
    expect(withExitCode(counts, exitCode).failed).toBe(failed);
  });
});
