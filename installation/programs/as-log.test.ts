import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { VERSION } from "@/lib/version";
import { asLog } from "./as-log";

/** The log after `chunks`, without its times. */
function logOf(...chunks: string[]): unknown[] {
  const to = new PassThrough();
  const write = asLog("web", "info", to);
  for (const chunk of chunks) write(chunk);
  const text = String(to.read() ?? "");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const entry = JSON.parse(line) as Record<string, unknown>;
      delete entry.time;
      return entry;
    });
}

const said = (msg: string) => ({
  level: "info",
  pid: process.pid,
  version: VERSION,
  program: "web",
  msg,
});

it("lets lines of the log pass as they are, wherever a chunk ends", () => {
  expect(logOf('{"level":"warn","msg":"o', 'ne"}\n{"level":"info"', ',"msg":"two"}\n')).toEqual([
    { level: "warn", msg: "one" },
    { level: "info", msg: "two" },
  ]);
});

it("makes one line of words that come together, without secrets, and none of empty ones", () => {
  const stack = 'Error: no "a" for phs_abcdefgh\n    at web (file.js:1:2)\n';
  expect(logOf("\n", `${stack}{"msg":"between"}\n`, "▲ Next.js\n")).toEqual([
    said('Error: no "a" for phs_[redacted]\n    at web (file.js:1:2)'),
    { msg: "between" },
    said("▲ Next.js"),
  ]);
});

it("takes a printed object for words, and lets nothing pass that looks like a secret or steers a terminal", () => {
  expect(logOf("{ token: 'phs_abcdefgh' }\n")).toEqual([said("{ token: 'phs_[redacted]' }")]);
  expect(logOf('{"msg":"phs_abcdefgh \u009b2J"}\n')).toEqual([{ msg: "phs_[redacted] \ufffd2J" }]);
});
