import { expect, it, vi } from "vitest";
import type { Ctx } from "@/lib/access/context";
import { countOpenRequest } from "@/lib/live/open-requests";
import { stubSettings } from "@/lib/testing/stub-settings";
import { whileWaiting } from "./waiting";

const BUSY = "00000000-0000-7000-8000-000000000001";
const request = new Request("http://localhost:3000/");
const ctxOf = (tokenId: string) => ({ actor: { kind: "token", tokenId } }) as Ctx;

it("refuses a caller with too many open requests before doing anything", async () => {
  stubSettings();
  const ends = Array.from({ length: 1_000 }, () => countOpenRequest(BUSY));
  const work = vi.fn(() => Promise.resolve("done"));
  const ask = (seconds: number) => whileWaiting(seconds, { ctx: ctxOf(BUSY), request }, work);
  await expect(ask(1)).rejects.toMatchObject({ code: "too_many_requests" });
  expect(work).not.toHaveBeenCalled();
  expect(await ask(0)).toBe("done");
  ends[0]?.();
  expect(await ask(1)).toBe("done");
  // However it ends, it no longer counts.
  const failed = whileWaiting(1, { ctx: ctxOf(BUSY), request }, () => Promise.reject(new Error("no")));
  await expect(failed).rejects.toThrow("no");
  expect(await ask(1)).toBe("done");
  for (const end of ends) end();
});
