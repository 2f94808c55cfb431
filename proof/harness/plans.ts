/** What PostgreSQL does for the statements of some work: its plans, so that a slow machine changes nothing. */
import * as z from "zod";
import type { Db } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";

export type Plan = {
  "Node Type": string;
  "Relation Name"?: string | undefined;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter": number;
  "Rows Removed by Index Recheck": number;
  Plans: Plan[];
};

const planSchema: z.ZodType<Plan> = z.lazy(() =>
  z.object({
    "Node Type": z.string(),
    "Relation Name": z.string().optional(),
    "Actual Rows": z.number(),
    "Actual Loops": z.number(),
    "Rows Removed by Filter": z.number().default(0),
    "Rows Removed by Index Recheck": z.number().default(0),
    Plans: z.array(planSchema).default([]),
  }),
);

/** A client that remembers the statements that are SQL of ours. */
export function watchStatements(db: Db): { watched: Db; statements: Prisma.Sql[] } {
  const statements: Prisma.Sql[] = [];
  const watched = db.$extends({
    query: {
      async $queryRaw({ args, query }) {
        statements.push(args);
        const answer: unknown = await query(args);
        return answer;
      },
    },
  }) as unknown as Db;
  return { watched, statements };
}

/** Performs the statement and tells how. */
export async function planOf(db: Db, sql: Prisma.Sql): Promise<Plan> {
  const [row] = await db.$queryRaw<Record<string, unknown>[]>`EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`;
  const [{ Plan: plan }] = z.tuple([z.object({ Plan: planSchema })]).parse(row?.["QUERY PLAN"]);
  return plan;
}

/** How many rows of the table were looked at, whether or not they were of use. */
export function rowsRead(plan: Plan, table: string): number {
  const own = plan["Actual Rows"] + plan["Rows Removed by Filter"] + plan["Rows Removed by Index Recheck"];
  const here = plan["Relation Name"] === table ? own * plan["Actual Loops"] : 0;
  return plan.Plans.reduce((sum, child) => sum + rowsRead(child, table), here);
}

/** The tables that it reads from beginning to end. */
export function readWhole(plan: Plan): string[] {
  const own = plan["Node Type"].includes("Seq Scan") ? [plan["Relation Name"] ?? ""] : [];
  return [...own, ...plan.Plans.flatMap(readWhole)];
}
