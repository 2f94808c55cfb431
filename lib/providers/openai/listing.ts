/** OpenAI's listings, page by page. */
import type * as z from "zod";
import type { BeforePage } from "../provider";
import { malformed, parsed } from "./answers";
import { toProviderError } from "./describe-failure";
import { isLostCursor, refusal } from "./refusals";
import { pageSchema } from "./schemas";

/** More than any organisation has (2,000 projects by default), to end a listing that never ends. */
const MOST_PAGES = 500;
const PAGE_SIZE = 100;

type PageQuery = { limit: number; after?: string };

/** A listing whose cursor is lost (its object is gone) starts again this many times. */
const MOST_STARTS = 5;

/** Each item once, over all pages. `beforePage` may wait, and may end the listing by throwing. */
export async function everyPage<Item extends z.ZodType<{ id: string }>>(
  item: Item,
  what: string,
  fetchPage: (query: PageQuery) => PromiseLike<unknown>,
  beforePage?: BeforePage,
): Promise<z.output<Item>[]> {
  const items = new Map<string, z.output<Item>>();
  let after: string | undefined;
  let starts = 1;
  for (let page = 0; page < MOST_PAGES; page++) {
    await beforePage?.();
    const query = after === undefined ? { limit: PAGE_SIZE } : { limit: PAGE_SIZE, after };
    let fetched: unknown;
    try {
      fetched = await fetchPage(query);
    } catch (error) {
      if (after === undefined || !isLostCursor(refusal(error))) throw toProviderError(error);
      // The cursor wasn't found, which says nothing about the listed items.
      if (starts >= MOST_STARTS) throw malformed(`${what}: the listing doesn't advance`);
      starts += 1;
      after = undefined;
      items.clear();
      continue;
    }
    const answer = pageOf(item, fetched, what);
    for (const each of answer.data) items.set(each.id, each);
    if (answer.has_more !== true || answer.last_id == null || answer.last_id === after)
      return [...items.values()];
    after = answer.last_id;
  }
  throw malformed(`${what}: more than ${MOST_PAGES} pages`);
}

/**
 * One page as received. The client takes anything without a list, such as a proxy's `{}`, for an empty one.
 * @throws ProviderError
 */
export function pageOf<Item extends z.ZodType>(item: Item, page: unknown, what: string) {
  const body = typeof page === "object" && page !== null && "body" in page ? page.body : undefined;
  return parsed(pageSchema(item), body, what);
}
