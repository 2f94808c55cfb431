import { MutationObserver, QueryObserver } from "@tanstack/react-query";
import { expect, it, vi } from "vitest";
import { ApiError } from "./fetcher";
import { createQueryClient } from "./query-client";

/** A list on the page, which counts its requests. */
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

it("shows a server's fault on the page within a second", async () => {
  const { retry, retryDelay } = createQueryClient().getDefaultOptions().queries ?? {};
  if (typeof retry !== "function" || typeof retryDelay !== "function") throw new Error("Nothing is retried.");
  const fault = new ApiError("internal", "Something failed.", 500);
  let waited = 0;
  for (let failures = 0; retry(failures, fault); failures += 1) waited += retryDelay(failures, fault);
  expect(waited).toBeGreaterThan(0);
  expect(waited).toBeLessThanOrEqual(1_000);
});
