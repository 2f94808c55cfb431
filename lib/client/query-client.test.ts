import { MutationObserver, QueryObserver } from "@tanstack/react-query";
import { expect, it, vi } from "vitest";
import { createQueryClient } from "./query-client";

/** A list that is on the page: how often it was asked for. */
function shownList(client: ReturnType<typeof createQueryClient>, queryKey: readonly string[]) {
  const queryFn = vi.fn(async () => "rows");
  new QueryObserver(client, { queryKey, queryFn }).subscribe(() => {});
  return () => queryFn.mock.calls.length;
}

it.each([
  ["made", async () => "done"],
  ["refused", () => Promise.reject(new Error("refused"))],
])(
  "a change that was %s is over once every list that it names was asked for again",
  async (_, mutationFn) => {
    const client = createQueryClient();
    const named = shownList(client, ["webhooks", "1", "deliveries"]);
    const other = shownList(client, ["apps"]);
    await expect.poll(() => [named(), other()]).toEqual([1, 1]);
    const change = new MutationObserver(client, { mutationFn, meta: { invalidates: [["webhooks"]] } });
    await change.mutate().catch(() => {});
    expect([named(), other()]).toEqual([2, 1]);
  },
);
