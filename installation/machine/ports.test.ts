import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { expect, it } from "vitest";
import { freePort } from "./ports";

it("a free port stays free of outgoing connections until its program has it", async () => {
  const given = await readFile("/proc/sys/net/ipv4/ip_local_port_range", "utf8").catch(() => "32768 60999");
  const [lowest = 0] = given.trim().split(/\s+/).map(Number);
  for (let i = 0; i < 200; i++) expect(await freePort()).toBeLessThan(lowest);

  const server = createServer().listen(await freePort(), "127.0.0.1");
  await once(server, "listening");
  server.close();
});
