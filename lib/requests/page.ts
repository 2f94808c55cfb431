/** Pages of lists: `cursor` is the id of the last item of the page before. */
import { invalid } from "./read-input";

export type PageQuery = { cursor?: string | undefined; limit: number };

/** The same of a list of what has names: `name`, only what is called so. */
export type NamedPageQuery = PageQuery & { name?: string | undefined };

/** What no more is asked of a list than its first page. */
export const FIRST_PAGE: NamedPageQuery = { limit: 200 };

/** Refuses a cursor whose item `find` does not find: it was not of this list, or is gone. */
export async function requireCursor(
  { cursor }: PageQuery,
  find: (id: string) => Promise<unknown>,
): Promise<void> {
  if (cursor !== undefined && (await find(cursor)) === null) throw cursorGone();
}

/** A page of rows in the order of their ids, which is that of their creation: one more than it may hold, for `cutPage`. */
export function byId({ cursor, limit }: PageQuery, order: "asc" | "desc") {
  const following = cursor === undefined ? {} : { id: order === "asc" ? { gt: cursor } : { lt: cursor } };
  return { following, sorted: { orderBy: { id: order }, take: limit + 1 } };
}

/** What is called so; everything where no name is asked for. */
export function called({ name }: NamedPageQuery): { name?: string } {
  return name === undefined ? {} : { name };
}

/** The page among `found`, of which one more was asked for than the page may hold. */
export function cutPage<Item extends { id: string }>(
  found: readonly Item[],
  limit: number,
): { page: Item[]; nextCursor: string | null } {
  const page = found.slice(0, limit);
  return { page, nextCursor: found.length > page.length ? (page.at(-1)?.id ?? null) : null };
}

/** What follows `cursor` of a list that is short enough to be read whole. */
export function pageOf<Item extends { id: string }>(
  all: readonly Item[],
  { cursor, limit }: PageQuery,
): { page: Item[]; nextCursor: string | null } {
  const before = cursor === undefined ? -1 : all.findIndex(({ id }) => id === cursor);
  if (cursor !== undefined && before === -1) throw cursorGone();
  return cutPage(all.slice(before + 1), limit);
}

/** For a cursor whose item is not there, so nobody knows what follows. */
export function cursorGone(): Error {
  return invalid([{ path: "cursor", message: "The cursor is no longer valid. Start again without it." }]);
}
