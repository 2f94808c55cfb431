import { describe, expect, it } from "vitest";
import { SETTING_NAMES, SETTINGS } from "@/lib/settings/settings";
import { createLog, scrub, serializeError } from "@/lib/log";

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  let lines = "";
  write(createLog("trace", { write: (line: string) => void (lines += line) }));
  return lines;
}

describe("log", () => {
  it("writes one JSON object per line, with a level name and an ISO time", () => {
    const entry: unknown = JSON.parse(logged((log) => log.info({ rotatingSecretId: "rs1" }, "minted")));
    expect(entry).toMatchObject({ level: "info", rotatingSecretId: "rs1", msg: "minted" });
    expect(entry).toHaveProperty("time", expect.stringMatching(/^\d{4}-\d\d-\d\dT/));
  });

  it.each([
    ["a field at the top", { apiKey: "plain-secret" }],
    ["a nested field", { body: { password: "plain-secret" } }],
    ["a field two levels down", { req: { headers: { authorization: "plain-secret" } } }],
  ])("redacts %s", (_name, fields) => {
    const line = logged((log) => log.info(fields, "x"));
    expect(line).not.toContain("plain-secret");
    expect(line).toContain("[redacted]");
  });

  it.each([
    ["a provider key", "refused sk-admin-AbC_123-xyz here", "AbC_123"],
    ["a service token", "refused phs_0123456789abcdef", "0123456789"],
    ["a bearer header", "sent Authorization: bearer abc.def-ghi", "abc.def"],
    ["a database password", "at postgresql://phase:hunter2@db:5432/x", "hunter2"],
  ])("scrubs %s from free text", (_name, text, secret) => {
    expect(logged((log) => log.warn(text))).not.toContain(secret);
    expect(scrub(text)).not.toContain(secret);
  });

  it("keeps name, message, code and stack of an error and nothing else", () => {
    const error = Object.assign(new TypeError("got sk-proj-12345678"), {
      code: "E1",
      request: { headers: "plain-secret" },
    });
    expect(Object.keys(serializeError(error)).toSorted()).toEqual(["code", "message", "name", "stack"]);
    const line = logged((log) => log.error({ err: error }, "failed"));
    expect(line).not.toContain("12345678");
    expect(line).not.toContain("plain-secret");
    expect(JSON.parse(line)).toMatchObject({ err: { name: "TypeError", code: "E1" } });
  });

  it.each([
    // What pg-boss emits.
    [{ message: "connection lost", stack: "Error: connection lost", queue: "mint" }, "connection lost"],
    [new AggregateError([new Error("no IPv6"), new Error("no IPv4")]), "no IPv6; no IPv4"],
    [{ errors: [{ message: "no IPv6" }] }, "no IPv6"],
    [{ code: "ECONNREFUSED" }, "ECONNREFUSED"],
    [new (class Odd extends Error {})(), "Error"],
    [{ queue: "mint" }, "something without a message: queue"],
    ["just text", "just text"],
    [null, "null"],
  ])("describes whatever was thrown: %#", (thrown, message) => {
    expect(JSON.parse(logged((log) => log.error({ err: thrown }, "failed")))).toMatchObject({
      err: { message },
    });
  });

  it.each([
    "task-force asked https://api.openai.com/v1 at 12:30",
    ...SETTING_NAMES.map((name) => SETTINGS[name].expected),
  ])("leaves ordinary text alone: %s", (text) => {
    expect(scrub(text)).toBe(text);
  });
});
