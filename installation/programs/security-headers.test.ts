import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { ROOT } from "../root";

const NAMES = [
  "content-security-policy",
  "x-content-type-options",
  "x-frame-options",
  "referrer-policy",
  "cross-origin-opener-policy",
  "cross-origin-resource-policy",
  "permissions-policy",
];

/** The security headers of a response without its own, and the policy of one that has its own. */
async function answers(nextAuthUrl: string): Promise<{ names: string[]; own: string | null }> {
  const server = `
    require("node:http").createServer((request, response) => {
      if (request.url === "/own") response.setHeader("content-security-policy", "its own");
      response.writeHead(308, { location: "/" }).end();
    }).listen(0, "127.0.0.1", function () { console.log(this.address().port); });`;
  const preload = pathToFileURL(join(ROOT, "installation/programs/security-headers.mjs")).href;
  const child = spawn(process.execPath, ["--import", preload, "-e", server], {
    env: { NODE_ENV: "test", NEXTAUTH_URL: nextAuthUrl },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [port] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
    const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`, { redirect: "manual" });
    const [plain, own] = await Promise.all([ask("/"), ask("/own")]);
    const names = [...NAMES, "strict-transport-security"].filter((name) => plain.headers.has(name));
    return { names, own: own.headers.get("content-security-policy") };
  } finally {
    child.kill();
  }
}

it("are on every answer, and a page's own policy replaces the closed one", async () => {
  expect(await answers("http://localhost:3000")).toEqual({ names: NAMES, own: "its own" });
});

it("ask for https where the console is opened by https", async () => {
  expect((await answers("https://phase.example.com")).names).toContain("strict-transport-security");
});
