import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { exportAudit } from "./audit";

it("prints what was recorded, and lets nothing in it steer the terminal", async () => {
  const entry = { name: "a\u009b2J\u202e😀é" };
  const server = createServer((_, response) => {
    const bytes = Buffer.from(`${JSON.stringify(entry)}\n`);
    // In pieces that end within a character.
    for (const byte of bytes) response.write(Buffer.of(byte));
    response.end("\u001b[2J\n");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A TCP listener's address is never a path.
  const { port } = server.address() as AddressInfo;
  const stdout = new PassThrough();
  const io = { env: process.env, cwd: "/", stdin: new PassThrough(), stdout, stderr: new PassThrough() };
  try {
    await exportAudit(io, { host: `http://127.0.0.1:${port}`, token: "phs_x" }, undefined);
  } finally {
    server.close();
  }
  const [first = "", second] = (await text(stdout.end())).split("\n");
  expect(JSON.parse(first)).toEqual(entry);
  expect(first).toBe(String.raw`{"name":"a\u009b2J\u202e😀é"}`);
  expect(second).toBe(String.raw`\u001b[2J`);
});
