import { expect, it, vi } from "vitest";
import { whileAsked } from "./while-asked";

it("does it once for everyone who asks until it is done, and again for later callers", async () => {
  const made = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  let begun = 0;
  const make = vi.fn(async () => await (made[begun++]?.promise ?? Promise.reject(new Error("Too often."))));
  const ask = whileAsked(make);
  const first = [ask(), ask()];
  made[0]?.resolve("one");
  expect(await Promise.all(first)).toEqual(["one", "one"]);
  const second = ask();
  made[1]?.reject(new Error("Away."));
  await expect(second).rejects.toThrow("Away.");
  await expect(ask()).rejects.toThrow("Too often.");
  expect(make).toHaveBeenCalledTimes(3);
});
