import { randomInt } from "node:crypto";
import { createServer, type Server } from "node:net";

// Below the ports that Linux (32768) and others (49152) give to outgoing connections, so that none of those
// takes one of these
// between the check and the start of its program.
const [LOWEST_FREE, BEYOND_FREE] = [10_240, 32_768];
const TRIES = 100;

/** A TCP port of 127.0.0.1 that was just free, and that no outgoing connection gets. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = randomInt(LOWEST_FREE, BEYOND_FREE);
    if (await isPortFree(port, "127.0.0.1")) return port;
  }
  return listenOnce(0, "127.0.0.1");
}

/** Whether `host:port` can be used for listening right now. */
export async function isPortFree(port: number, host: string): Promise<boolean> {
  return listenOnce(port, host).then(
    () => true,
    () => false,
  );
}

// Ports that this process reserves for one of its programs. Meanwhile no other start may take them.
const held = new Map<number, Server>();

/**
 * Reserves `host:port` until `letGoOfPort`. False if another program has it. Callers are turned away. @throws
 * Error if no program of this account could have it
 */
export async function holdPort(port: number, host: string): Promise<boolean> {
  if (held.has(port)) return true;
  const server = createServer((socket) => socket.destroy());
  const isOurs = await new Promise<boolean>((done, failed) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") done(false);
      else failed(refusal(port, host, error.code));
    });
    server.listen({ port, host, exclusive: true }, () => done(true));
  });
  if (isOurs) held.set(port, server.unref());
  return isOurs;
}

function refusal(port: number, host: string, code: string | undefined): Error {
  return new Error(
    code === "EACCES"
      ? `This account may not use port ${port} (EACCES). Set PORT to 1024 or higher, and start again. For a lower port, put a reverse proxy in front.`
      : `This machine can't listen on ${host} (${code ?? "no reason given"}). Set HOST to one of this machine's IP addresses, or leave HOST out, and start again.`,
  );
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
