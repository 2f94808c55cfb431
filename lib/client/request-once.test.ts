import { afterEach, beforeEach, expect, it, vi } from "vitest";
import * as z from "zod";
import { requestOnce } from "./request-once";

const schema = z.object({ id: z.string() });
const gatewayTimeout = () => new Response("<html>504 Gateway Time-out</html>", { status: 504 });
const refusal = (code: string, status: number) => () =>
  Response.json({ error: { code, message: `It is ${code}.`, requestId: "1" } }, { status });

let answers: (() => Response)[];
let keys: (string | null)[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  keys = [];
  vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
    keys.push(new Headers(init.headers).get("idempotency-key"));
    return (answers.length > 1 ? answers.shift() : answers[0])?.();
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const send = async () => {
  let settled = false;
  const isSettled = () => settled;
  const answer = requestOnce(async () => schema, "/things", { method: "POST", body: {} })
    .catch((error: unknown) => error)
    .finally(() => (settled = true));
  while (!isSettled()) {
    vi.runAllTimers();
    await new Promise(setImmediate);
  }
  return await answer;
};

it("repeats with the same key until Phase itself responds", async () => {
  answers = [gatewayTimeout, refusal("idempotency_in_flight", 409), () => Response.json({ id: "a" })];
  expect(await send()).toEqual({ id: "a" });
  expect(keys).toEqual([keys[0], keys[0], keys[0]]);
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
});

it("uses another key for another request", async () => {
  answers = [() => Response.json({ id: "a" })];
  await send();
  await send();
  expect(new Set(keys).size).toBe(2);
});

it.each([
  ["a refusal", refusal("name_exists", 409)],
  ["OpenAI being away", refusal("provider_unavailable", 503)],
  ["a proxy's refusal", () => new Response("<html>403</html>", { status: 403 })],
])("accepts %s as the response", async (_, answer) => {
  answers = [answer];
  expect(await send()).toBeInstanceOf(Error);
  expect(keys).toHaveLength(1);
});

it("gives up after some minutes", async () => {
  answers = [gatewayTimeout];
  expect(await send()).toMatchObject({ code: "unknown", status: 504 });
  expect(keys).toHaveLength(81);
});
