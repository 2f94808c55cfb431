import * as z from "zod";

/** What one run of suites is asked: paths of files that differ from the run before, and the suites. */
export const orderSchema = z.object({ changed: z.array(z.string()), suites: z.array(z.string()) });
export type Order = z.infer<typeof orderSchema>;

export const verdictSchema = z.object({
  passed: z.number(),
  failed: z.array(z.object({ name: z.string(), message: z.string() })),
});
export type Verdict = z.infer<typeof verdictSchema>;
