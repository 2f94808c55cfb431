import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ROOT } from "../root";

// It says what begins, and answers that when another connection asks it to go on.
const SERVER = `
  const held = new Set();
  require("node:http").createServer((request, response) => {
    if (request.url === "/go") { held.forEach((end) => end()); response.end(); return; }
    console.log(request.url);
    const end = () => response.end(request.url);
    held.add(end);
    response.on("close", () => { held.delete(end); console.log("over " + request.url); });
  }).listen(0, "127.0.0.1", function () { console.log(this.address().port); });`;

let child: ReturnType<typeof start>;
let lines: AsyncIterator<string>;
let port: number;

function start() {
  const preload = pathToFileURL(join(ROOT, "installation/programs/one-at-a-time.mjs")).href;
  return spawn(process.execPath, ["--import", preload, "-e", SERVER], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

beforeEach(async () => {
  child = start();
  lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  port = Number(await said());
});
afterEach(() => {
  child.kill();
});

async function said(): Promise<string> {
  return String((await lines.next()).value);
}

async function go(): Promise<void> {
  await (await fetch(`http://127.0.0.1:${port}/go`)).text();
}

function sending(paths: readonly string[], heard: (part: string) => void = () => {}): Socket {
  const socket = connect(port, "127.0.0.1").setEncoding("utf8");
  socket.on("error", () => {}).on("data", (part) => heard(String(part)));
  socket.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: phase.test\r\n\r\n`).join(""));
  return socket;
}

it("begins a request when the one before it on its connection is over, and answers them in their order", async () => {
  let answers = "";
  const all = Promise.withResolvers<void>();
  const socket = sending(["/1", "/2", "/3"], (part) => {
    answers += part;
    if (answers.endsWith("/3")) all.resolve();
  });
  for (const path of ["/1", "/2", "/3"]) {
    expect(await said()).toBe(path);
    await go();
    expect(await said()).toBe(`over ${path}`);
  }
  await all.promise;
  expect(answers.match(/\/\d$|\/\d(?=HTTP)/g)).toEqual(["/1", "/2", "/3"]);
  socket.destroy();
});

it("begins those of other connections meanwhile", async () => {
  const sockets = [sending(["/1", "/2"]), sending(["/other"])];
  expect([await said(), await said()].toSorted()).toEqual(["/1", "/other"]);
  for (const socket of sockets) socket.destroy();
});

it("begins none once nobody is left to answer", async () => {
  const socket = sending(["/1", "/2"]);
  expect(await said()).toBe("/1");
  socket.destroy();
  expect(await said()).toBe("over /1");
  const next = sending(["/next"]);
  expect(await said()).toBe("/next");
  next.destroy();
});

it("ends the connection of who sends more ahead than anybody waits for", async () => {
  const paths = (count: number) => Array.from({ length: count }, (_, nth) => `/${nth}`);
  const many = sending(paths(102));
  await once(many, "close");
  expect([await said(), await said()]).toEqual(["/0", "over /0"]);
  const some = sending(paths(101));
  for (const path of paths(101)) {
    expect(await said()).toBe(path);
    await go();
    expect(await said()).toBe(`over ${path}`);
  }
  some.destroy();
});
