import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startTcpProxy, type TcpProxy } from "./tcp-proxy";

let echo: Server;
let heard: string[];
let proxy: TcpProxy;
let client: Socket;

beforeEach(async () => {
  heard = [];
  echo = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (data) => {
      heard.push(String(data));
      socket.write(data);
    });
  });
  echo.listen(0, "127.0.0.1");
  await once(echo, "listening");
  const address = echo.address();
  proxy = await startTcpProxy(typeof address === "object" ? (address?.port ?? 0) : 0);
  client = connect(proxy.port, "127.0.0.1");
  client.on("error", () => {});
});

afterEach(async () => {
  client.destroy();
  await proxy.close();
  echo.close();
});

async function ask(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  const [answer] = (await once(socket, "data")) as [Buffer];
  return String(answer);
}

describe("a cut network", () => {
  it("refuses nothing and delivers nothing until it heals; then everything arrives", async () => {
    expect(await ask(client, "one")).toBe("one");
    proxy.blackhole();
    const late = connect(proxy.port, "127.0.0.1");
    await once(late, "connect");
    late.write("three");
    const answer = ask(client, "two");
    // Another way round to the server, which is heard immediately: by then the two would have been as well.
    const address = echo.address();
    const direct = connect(typeof address === "object" ? (address?.port ?? 0) : 0, "127.0.0.1");
    expect(await ask(direct, "direct")).toBe("direct");
    direct.destroy();
    expect(heard).toEqual(["one", "direct"]);
    proxy.heal("delivered");
    expect(await answer).toBe("two");
    if (!heard.includes("three")) await once(late, "data");
    expect(heard).toContain("three");
    late.destroy();
  });

  it("may lose what was sent, with its connections", async () => {
    expect(await ask(client, "one")).toBe("one");
    proxy.blackhole();
    client.write("two");
    const closed = new Promise((resolve) => client.once("close", resolve));
    proxy.heal("reset");
    await closed;
    const again = connect(proxy.port, "127.0.0.1");
    expect(await ask(again, "three")).toBe("three");
    expect(heard).toEqual(["one", "three"]);
    again.destroy();
  });

  it("delivers what was sent by a client that has given up meanwhile", async () => {
    expect(await ask(client, "one")).toBe("one");
    proxy.blackhole();
    await new Promise<void>((resolve) => client.end("two", resolve));
    proxy.heal("delivered");
    await vi.waitFor(() => expect(heard).toContain("two"));
  });
});

it("freezes existing connections, and accepts new ones", async () => {
  expect(await ask(client, "one")).toBe("one");
  proxy.freeze();
  client.write("two");
  const again = connect(proxy.port, "127.0.0.1");
  expect(await ask(again, "three")).toBe("three");
  expect(heard).toEqual(["one", "three"]);
  again.destroy();
});

it("is as slow as configured", async () => {
  const address = echo.address();
  const far = await startTcpProxy(typeof address === "object" ? (address?.port ?? 0) : 0, { delayMs: 60 });
  const distant = connect(far.port, "127.0.0.1");
  await once(distant, "connect");
  const sentAt = performance.now();
  expect(await ask(distant, "one")).toBe("one");
  // Timers may be a millisecond early.
  expect(performance.now() - sentAt).toBeGreaterThan(118);
  distant.destroy();
  await far.close();
});
