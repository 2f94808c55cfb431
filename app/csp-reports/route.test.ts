import { afterEach, expect, it, vi } from "vitest";
import { log } from "@/lib/log";
import { POST } from "./route";

const warn = vi.spyOn(log, "warn").mockImplementation(() => {});
afterEach(() => warn.mockClear());

const send = async (body: string, ip: string) =>
  (
    await POST(
      new Request("http://localhost:3000/csp-reports", {
        method: "POST",
        body,
        headers: { "content-type": "application/csp-report", "x-forwarded-for": ip },
      }),
    )
  ).status;
const REPORT = JSON.stringify({
  "csp-report": {
    "blocked-uri": "https://evil.example/x.js",
    "violated-directive": "script-src",
    extra: "x",
  },
});

it("logs one line with the blocked content and the visitor", async () => {
  expect(await send(REPORT, "203.0.113.1")).toBe(204);
  expect(warn.mock.calls).toMatchObject([
    [{ cspReport: { "blocked-uri": "https://evil.example/x.js" }, ip: "203.0.113.1" }, expect.any(String)],
  ]);
});

it("reads no report that is invalid, too long or too frequent", async () => {
  expect(await send("not JSON", "203.0.113.2")).toBe(400);
  expect(await send("{}", "203.0.113.2")).toBe(400);
  expect(await send("x".repeat(9_000), "203.0.113.2")).toBe(413);
  expect(warn).not.toHaveBeenCalled();
  const statuses = [];
  for (let time = 0; time < 21; time += 1) statuses.push(await send(REPORT, "203.0.113.3"));
  expect(statuses.at(19)).toBe(204);
  expect(statuses.at(20)).toBe(429);
});
