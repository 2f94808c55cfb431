import type { ListQuery } from "@/lib/api/common";
import { invalid } from "@/lib/read-input";

/** What follows `cursor` of a list that is short enough to be read whole; all of it where no `limit` is given. */
export function pageOf<Item extends { id: string }>(
  all: readonly Item[],
  { cursor, limit }: ListQuery,
): { page: Item[]; nextCursor: string | null } {
  const before = cursor === undefined ? -1 : all.findIndex(({ id }) => id === cursor);
  if (cursor !== undefined && before === -1) {
    throw invalid([{ path: "cursor", message: "The cursor is no longer valid. Start again without it." }]);
  }
  const rest = all.slice(before + 1);
  const page = rest.slice(0, limit);
  return { page, nextCursor: page.length < rest.length ? (page.at(-1)?.id ?? null) : null };
}
