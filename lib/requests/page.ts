/** Pages of lists. `cursor` is the ID of the previous page's last item. */
import { invalid } from "./read-input";

export type PageQuery = { cursor?: string | undefined; limit: number };

/** The same for a list of named items. `name` selects exact matches, and `label` items with all of these labels. */
export type NamedPageQuery = PageQuery & { name?: string | undefined; label?: string[] | undefined };

/** Requests only the first page of a list. */
export const FIRST_PAGE: NamedPageQuery = { limit: 200 };

/** Refuses a cursor if `find` doesn't find its item: it belongs to another list, or is gone. */
export async function requireCursor(
  { cursor }: PageQuery,
  find: (id: string) => Promise<unknown>,
): Promise<void> {
  if (cursor !== undefined && (await find(cursor)) === null) throw cursorGone();
}

/** A page of rows by ID, which is the order of creation: one more than the page size, for `cutPage`. */
export function byId({ cursor, limit }: PageQuery, order: "asc" | "desc") {
  const following = cursor === undefined ? {} : { id: order === "asc" ? { gt: cursor } : { lt: cursor } };
  return { following, sorted: { orderBy: { id: order }, take: limit + 1 } };
}

/** Items with exactly this name and all of these labels. All items if neither is given. */
export function called({ name, label }: NamedPageQuery): { name?: string; labels?: { hasEvery: string[] } } {
  return {
    ...(name === undefined ? {} : { name }),
    ...(label === undefined ? {} : { labels: { hasEvery: label } }),
  };
}

/** The page among `found`, which has one more item than requested. */
export function cutPage<Item extends { id: string }>(
  found: readonly Item[],
  limit: number,
): { page: Item[]; nextCursor: string | null } {
  const page = found.slice(0, limit);
  return { page, nextCursor: found.length > page.length ? (page.at(-1)?.id ?? null) : null };
}

/** What follows `cursor` in a list that is short enough to be read whole. */
export function pageOf<Item extends { id: string }>(
  all: readonly Item[],
  { cursor, limit }: PageQuery,
): { page: Item[]; nextCursor: string | null } {
  const before = cursor === undefined ? -1 : all.findIndex(({ id }) => id === cursor);
  if (cursor !== undefined && before === -1) throw cursorGone();
  return cutPage(all.slice(before + 1), limit);
}

/** A cursor whose item is gone, so that the next item is unknown. */
export function cursorGone(): Error {
  return invalid([{ path: "cursor", message: "The cursor is no longer valid. Start again without it." }]);
}
