import type * as z from "zod";
import type { Client } from "./http";

type Page = { nextCursor: string | null };

/** The items of every page of a list. */
export async function wholeList<Key extends string, Answer extends Page & Record<Key, unknown[]>>(
  client: Client,
  schema: z.ZodType<Answer>,
  path: string,
  key: Key,
): Promise<Answer[Key][number][]> {
  const items: Answer[Key][number][] = [];
  let query = "";
  for (;;) {
    const page = await client.request(schema, `${path}${query}`);
    items.push(...page[key]);
    if (page.nextCursor === null) return items;
    query = `?cursor=${page.nextCursor}`;
  }
}
