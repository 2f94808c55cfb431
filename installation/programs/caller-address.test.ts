import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { callerAddress } from "./caller-address.mjs";
import { ROOT } from "../root";

describe("the caller's address", () => {
  it.each([
    [0, undefined, "192.0.2.1", "192.0.2.1"],
    [0, "6.6.6.6", "192.0.2.1", "192.0.2.1"],
    [1, "203.0.113.7", "10.0.0.1", "203.0.113.7"],
    [1, "6.6.6.6, 203.0.113.7", "10.0.0.1", "203.0.113.7"],
    [2, "6.6.6.6, 203.0.113.7, 10.0.0.2", "10.0.0.1", "203.0.113.7"],
    [1, undefined, "10.0.0.1", "10.0.0.1"],
    [2, "203.0.113.7", "10.0.0.1", "203.0.113.7"],
  ])("behind %i trusted proxies, forwarded for %s by %s, is %s", (trusted, forwardedFor, socket, address) => {
    expect(callerAddress(forwardedFor, socket, trusted)).toBe(address);
  });
});

it("is what a server in that process reads, whatever the caller wrote", async () => {
  const server = `
    require("node:http").createServer((request, response) => response.end(request.headers["x-forwarded-for"]))
      .listen(0, "127.0.0.1", function () { console.log(this.address().port); });`;
  const preload = pathToFileURL(join(ROOT, "installation/programs/caller-address.mjs")).href;
  const child = spawn(process.execPath, ["--import", preload, "-e", server], {
    env: { NODE_ENV: "test", PHASE_TRUSTED_PROXIES: "" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [port] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
    const answer = await fetch(`http://127.0.0.1:${port}`, { headers: { "x-forwarded-for": "6.6.6.6" } });
    expect(await answer.text()).toBe("127.0.0.1");
  } finally {
    child.kill();
  }
});
