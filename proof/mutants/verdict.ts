import * as z from "zod";

/**
 * What one run of suites is asked: paths of files that differ from the run before, the suites, and the full names of the
 * tests in them that are run, where not all are.
 */
export const orderSchema = z.object({
  changed: z.array(z.string()),
  suites: z.array(z.string()),
  tests: z.array(z.string()).optional(),
});
export type Order = z.infer<typeof orderSchema>;

export const verdictSchema = z.object({
  passed: z.number(),
  failed: z.array(z.object({ suite: z.string(), name: z.string(), message: z.string() })),
});
export type Verdict = z.infer<typeof verdictSchema>;
