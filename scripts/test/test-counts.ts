import * as z from "zod";

export type Counts = { passed: number; failed: number; skipped: number };

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
});

const playwrightReport = z.object({
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
});

/** Counts of vitest's JSON report. A file that failed before its tests ran counts as one failure. */
export function vitestCounts(report: string): Counts {
  const { testResults } = vitestReport.parse(JSON.parse(report));
  const perFile = testResults.map(({ status, assertionResults }): Counts => {
    const count = (wanted: string) => assertionResults.filter((test) => test.status === wanted).length;
    const [passed, failed] = [count("passed"), count("failed")];
    const skipped = assertionResults.length - passed - failed;
    return { passed, failed: status === "failed" ? Math.max(failed, 1) : failed, skipped };
  });
  return total(perFile);
}

/** The files of a vitest JSON report whose tests all passed: their absolute paths. */
export function passedFiles(report: string): string[] {
  const { testResults } = vitestReport.parse(JSON.parse(report));
  return testResults.filter(({ status }) => status === "passed").map(({ name }) => name);
}

/** Counts of Playwright's JSON report. A test that needed a second attempt counts as failed. */
export function playwrightCounts(report: string): Counts {
  const { expected, unexpected, flaky, skipped } = playwrightReport.parse(JSON.parse(report)).stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
}

export function total(all: readonly Counts[]): Counts {
  const sum = (field: keyof Counts) => all.reduce((before, counts) => before + counts[field], 0);
  return { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
}

/** Counts of a run that ended with `exitCode`. A failed run without a failed test counts as one failure. */
export function withExitCode(counts: Counts, exitCode: number | null): Counts {
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

export function summaryLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
