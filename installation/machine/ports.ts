import { createServer, type Server } from "node:net";

/** A TCP port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  return listenOnce(0, "127.0.0.1");
}

/** Whether `host:port` can be listened on right now. */
export async function isPortFree(port: number, host: string): Promise<boolean> {
  return listenOnce(port, host).then(
    () => true,
    () => false,
  );
}

// Ports of this process that a program of ours is to have later: meanwhile nobody else's start may take them.
const held = new Map<number, Server>();

/** Keeps `host:port` until `letGoOfPort`; false where another program has it. What calls there is turned away. */
export async function holdPort(port: number, host: string): Promise<boolean> {
  if (held.has(port)) return true;
  const server = createServer((socket) => socket.destroy());
  const isOurs = await new Promise<boolean>((done) => {
    server.once("error", () => done(false));
    server.listen({ port, host, exclusive: true }, () => done(true));
  });
  if (isOurs) held.set(port, server.unref());
  return isOurs;
}

/** For the program that is started next. */
export function letGoOfPort(port: number): void {
  held.get(port)?.close();
  held.delete(port);
}

function listenOnce(port: number, host: string): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once("error", failed);
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const bound = typeof address === "object" && address !== null ? address.port : port;
      server.close(() => done(bound));
    });
  });
}
