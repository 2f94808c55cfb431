import { spawn } from "node:child_process";
import { once } from "node:events";
import { type IncomingMessage, request, type RequestOptions } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { ROOT } from "../root";

/** A server in a process with the preload, which answers what it sees of each request. */
async function withServer<Result>(work: (port: string) => Promise<Result>): Promise<Result> {
  const server = `
    require("node:http").createServer(async (request, response) => {
      const { method, url, headers: { host, cookie, "user-agent": program } } = request;
      new Request("http://localhost", { method });
      await request.resume().toArray().catch(() => {});
      response.end(JSON.stringify({ method, url, host, cookie, program }));
    }).on("upgrade", (_, socket) => socket.end()).listen(0, "127.0.0.1", function () { console.log(this.address().port); });`;
  const preload = pathToFileURL(join(ROOT, "installation/programs/known-methods.mjs")).href;
  const child = spawn(process.execPath, ["--import", preload, "-e", server], {
    env: { NODE_ENV: "test" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [port] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
    return await work(port);
  } finally {
    child.kill();
  }
}

async function seen(...sent: RequestOptions[]): Promise<unknown[]> {
  return await withServer(async (port) => {
    const answers: unknown[] = [];
    for (const options of sent) {
      const asking = request({ host: "127.0.0.1", port, headers: { host: "phase.test" }, ...options }).end();
      const [answer] = (await once(asking, "response")) as [IncomingMessage];
      const [text = ""] = (await answer.setEncoding("utf8").toArray()) as string[];
      answers.push(JSON.parse(text));
    }
    return answers;
  });
}

it("lets no request reach the web under a method that its Request can't carry", async () => {
  expect(await seen({ method: "TRACE" })).toEqual([{ method: "PROPFIND", url: "/", host: "phase.test" }]);
});

it("lets no request reach the web without a path, or with another host in its address than in its header", async () => {
  const paths = ["*", "http://evil.test/", "HTTP://evil.test//x?y=%2f", "http://evil.test", "//evil.test/a"];
  const found = await seen(...paths.map((path) => ({ method: "OPTIONS", path })));
  expect(found).toEqual(
    [
      ["/", "phase.test"],
      ["/", "evil.test"],
      ["//x?y=%2f", "evil.test"],
      ["/", "evil.test"],
      ["//evil.test/a", "phase.test"],
    ].map(([url, host]) => ({ method: "OPTIONS", url, host })),
  );
});

it("lets no request reach the web with so many parameters that looking through them holds everybody up", async () => {
  const parameters = (count: number) => Array.from({ length: count }, (_, nth) => `p${nth}`).join("&");
  const some = `/api/v1/apps?${parameters(100)}`;
  expect(await seen(...[some, `/api/v1/apps?${parameters(101)}`].map((path) => ({ path })))).toEqual(
    [some, "/api/v1/apps?too-many-parameters"].map((url) => ({ method: "GET", url, host: "phase.test" })),
  );
});

it("lets no request reach the web with so many cookies that looking through them holds everybody up", async () => {
  const cookies = (count: number) => Array.from({ length: count }, (_, nth) => `c${nth}=`).join("; ");
  const sent = [cookies(200), cookies(201)].map((cookie) => ({ headers: { host: "phase.test", cookie } }));
  expect(await seen(...sent)).toEqual([
    { method: "GET", url: "/", host: "phase.test", cookie: cookies(200) },
    { method: "GET", url: "/", host: "phase.test" },
  ]);
});

it("passes on at most as much of a program's name as a browser's has", async () => {
  const sent = ["a".repeat(512), "a".repeat(15_000)].map((name) => ({
    headers: { host: "phase.test", "user-agent": name },
  }));
  expect(await seen(...sent)).toEqual(
    sent.map(() => ({ method: "GET", url: "/", host: "phase.test", program: "a".repeat(512) })),
  );
});

it("ends the connection of a body in more pieces than one is worth", async () => {
  const answer = async (pieces: number) =>
    await withServer(async (port) => {
      const socket = connect(Number(port), "127.0.0.1");
      socket.on("error", () => {});
      socket.write(
        "POST / HTTP/1.1\r\nHost: phase.test\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n",
      );
      socket.end(`${"1\r\na\r\n".repeat(pieces)}0\r\n\r\n`);
      const parts: string[] = [];
      socket.setEncoding("utf8").on("data", (part) => parts.push(String(part)));
      await once(socket, "close");
      return parts.join("").slice(0, "HTTP/1.1 200".length);
    });
  expect(await answer(10_000)).toBe("HTTP/1.1 200");
  expect(await answer(10_001)).toBe("");
});

it("answers a request to switch protocols like any other", async () => {
  const headers = { host: "phase.test", connection: "Upgrade", upgrade: "websocket" };
  const path = `/${"?".padEnd(15_000, "&")}`;
  expect(await seen({ path, headers })).toEqual([
    { method: "GET", url: "/?too-many-parameters", host: "phase.test" },
  ]);
});
