import { type Client, ServerError } from "./http";
import { nullable, optional, type Shape, text } from "./shape";

/** What every page of a list has besides its items. */
export const PAGE = { nextCursor: optional(nullable(text), null) };

/** With the largest pages, millions of items. */
const MOST_PAGES = 10_000;

/**
 * The cursors of one list, each checked. A server that repeats one, or never ends, would be called endlessly.
 * @throws ServerError
 */
export function pageCursors(): (nextCursor: string) => string {
  const asked = new Set<string>();
  return (nextCursor) => {
    if (asked.has(nextCursor) || asked.size === MOST_PAGES)
      throw new ServerError(
        "The server's list doesn't end. Check PHASE_HOST and the server's version.",
        "other",
      );
    asked.add(nextCursor);
    return nextCursor;
  };
}

type Page = { nextCursor: string | null };

/** The items of every page of a list. */
export async function wholeList<Key extends string, Answer extends Page & Record<Key, unknown[]>>(
  client: Client,
  shape: Shape<Answer>,
  path: string,
  key: Key,
): Promise<Answer[Key][number][]> {
  const items: Answer[Key][number][] = [];
  const checked = pageCursors();
  let query = "";
  for (;;) {
    const page = await client.request(shape, `${path}${query}`);
    items.push(...page[key]);
    if (page.nextCursor === null) return items;
    query = `?cursor=${encodeURIComponent(checked(page.nextCursor))}`;
  }
}
