import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ApiError } from "@/lib/client/fetcher";
import { copyText } from "./copy-text";

class Item {
  constructor(readonly content: Record<string, Promise<Blob>>) {}
}
/** The clipboard's content. A browser reads the item once its content is available. */
const write = vi.fn(async ([item]: Item[]) => await (await item?.content["text/plain"])?.text());

beforeEach(() => {
  vi.stubGlobal("ClipboardItem", Item);
  vi.stubGlobal("navigator", { clipboard: { write } });
});
afterEach(() => {
  vi.unstubAllGlobals();
  write.mockClear();
});

it("begins to write within the press, before the text is there", async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const copied = copyText(() => promise);
  expect(write).toHaveBeenCalledOnce();
  resolve("sk-1");
  expect(await copied).toBeNull();
  expect(await write.mock.results[0]?.value).toBe("sk-1");
});

it("repeats why the text could not be had", async () => {
  const refused = new ApiError("too_many_requests", "Too many reveals. Wait a minute.", 429);
  expect(await copyText(() => Promise.reject(refused))).toBe("Too many reveals. Wait a minute.");
});

it("says that the browser refused", async () => {
  write.mockRejectedValueOnce(new DOMException("Write permission denied.", "NotAllowedError"));
  expect(await copyText("text")).toContain("The browser blocked copying.");
});

it("says that copying needs https", async () => {
  vi.stubGlobal("navigator", {});
  expect(await copyText("text")).toContain("Browsers copy only over https.");
});
