/** Lists that the API returns a page at a time. */
import type * as z from "zod";
import { request } from "./fetcher";
import { LIVE_INTERVAL_MS } from "./live";

/** The `cursor` of the first page. */
export const FIRST_PAGE = null as string | null;

export function pageAddress(
  path: string,
  limit: number,
  cursor: string | null,
  filter: Record<string, string> = {},
): string {
  const query = new URLSearchParams({ ...filter, limit: String(limit) });
  if (cursor !== null) query.set("cursor", cursor);
  return `${path}?${query}`;
}

export const nextCursor = (page: { nextCursor: string | null }): string | null => page.nextCursor;

/** The API's largest page, and its page size if no `limit` is given. */
export const LIST_PAGE_SIZE = 200;

type Page = { nextCursor: string | null };

type Which = { filter: Record<string, string>; limit: number };

/** A whole list, page by page, for data that is filtered, counted and checked as a whole. */
export async function wholeList<Key extends string, Item, Answer extends Page & Record<Key, Item[]>>(
  loadSchema: () => Promise<z.ZodType<Answer>>,
  path: string,
  key: Key,
  signal: AbortSignal,
  which?: Which,
): Promise<Answer> {
  const { filter, limit } = which ?? { filter: {}, limit: LIST_PAGE_SIZE };
  const first = which === undefined ? path : pageAddress(path, limit, FIRST_PAGE, filter);
  let answer = await request(loadSchema, first, { signal });
  while (answer.nextCursor !== null) {
    const next = await request(loadSchema, pageAddress(path, limit, answer.nextCursor, filter), { signal });
    answer = { ...next, [key]: [...answer[key], ...next[key]] };
  }
  return answer;
}

/** How often a list of this size is requested again. Every page is, so a long list refreshes less often. */
export function listInterval(items: number | undefined): number {
  return LIVE_INTERVAL_MS * Math.max(1, Math.ceil((items ?? 0) / LIST_PAGE_SIZE));
}
