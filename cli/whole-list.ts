import type { Client } from "./http";
import { nullable, optional, type Shape, text } from "./shape";

/** What every page of a list has beside its items. */
export const PAGE = { nextCursor: optional(nullable(text), null) };

type Page = { nextCursor: string | null };

/** The items of every page of a list. */
export async function wholeList<Key extends string, Answer extends Page & Record<Key, unknown[]>>(
  client: Client,
  shape: Shape<Answer>,
  path: string,
  key: Key,
): Promise<Answer[Key][number][]> {
  const items: Answer[Key][number][] = [];
  let query = "";
  for (;;) {
    const page = await client.request(shape, `${path}${query}`);
    items.push(...page[key]);
    if (page.nextCursor === null) return items;
    query = `?cursor=${page.nextCursor}`;
  }
}
