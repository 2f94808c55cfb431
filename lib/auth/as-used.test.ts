import { expect, it } from "vitest";
import { asUsed } from "./as-used";

const URL_OF_SIGN_IN = "http://localhost:3000/api/auth/callback/credentials";
const form = { csrfToken: "c", email: "a@example.com", password: "p", json: "true" };
const more = { ...form, callbackUrl: "http://localhost:x.evil.example/", redirect: "true" };

it.each([
  ["application/json", JSON.stringify(more)],
  ["application/x-www-form-urlencoded", new URLSearchParams(more).toString()],
])("passes on what the console sends, and no redirect target: %s", async (type, body) => {
  const headers = { "content-type": type };
  const sent = new Request(`${URL_OF_SIGN_IN}?callbackUrl=//evil.example`, { method: "POST", headers, body });
  const used = await asUsed(sent, 1_000);
  expect(used.url).toBe(URL_OF_SIGN_IN);
  expect(await used.json()).toEqual(form);
});

it.each(["[1]", "null", "1"])("takes %s for a form without fields", async (body) => {
  const headers = { "content-type": "application/json" };
  const used = await asUsed(new Request(URL_OF_SIGN_IN, { method: "POST", headers, body }), 1_000);
  expect(await used.json()).toEqual({});
});
