/** Lists that the API answers a page at a time. */

/** The `cursor` of the first page. */
export const FIRST_PAGE = null as string | null;

export function pageAddress(path: string, limit: number, cursor: string | null): string {
  const query = new URLSearchParams({ limit: String(limit) });
  if (cursor !== null) query.set("cursor", cursor);
  return `${path}?${query}`;
}

export const nextCursor = (page: { nextCursor: string | null }): string | null => page.nextCursor;
