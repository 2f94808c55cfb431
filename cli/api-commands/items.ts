import type { Client } from "../http";
import { fields, list, object } from "../shape";
import type { Reply } from "../transport";
import { PAGE, pageCursors } from "../whole-list";
import type { Item } from "./command";

const MOST_A_PAGE = 200;

export async function requestItem(client: Client, path: string): Promise<Item> {
  return await client.request(fields, path);
}

export function readItem(client: Client, response: Reply): Item {
  return response.status === 204 ? {} : client.read(fields, response);
}

/** The items of a list: all its pages, or the first `limit`. */
export async function fetchItems(
  client: Client,
  address: string,
  member: string,
  limit = Number.POSITIVE_INFINITY,
): Promise<Item[]> {
  const page = (value: unknown) => ({ ...object(PAGE)(value), items: list(fields)(fields(value)[member]) });
  const items: Item[] = [];
  const checked = pageCursors();
  const [path = "", query] = address.split("?", 2);
  const asked = new URLSearchParams(query);
  if (Number.isFinite(limit)) asked.set("limit", String(Math.min(limit, MOST_A_PAGE)));
  for (;;) {
    const text = asked.toString();
    const read = await client.request(page, text === "" ? path : `${path}?${text}`);
    items.push(...read.items);
    if (read.nextCursor === null || items.length >= limit) return items.slice(0, limit);
    asked.set("cursor", checked(read.nextCursor));
  }
}
