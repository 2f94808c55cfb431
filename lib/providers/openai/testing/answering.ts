/** A server in OpenAI's place that sends what a test specifies, byte for byte. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export type RawAnswer = { status: number; type?: string; body?: string; headers?: Record<string, string> };

export async function startAnswering() {
  let next: RawAnswer[] = [];
  let usual: RawAnswer = { status: 500 };
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    request.resume();
    const { status, type = "application/json", body = "", headers = {} } = next.shift() ?? usual;
    response.writeHead(status, { "content-type": type, ...headers }).end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A TCP listener's address is never a path.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked,
    /** Its responses from now on: these first, then the last one repeatedly. */
    answers(...answers: [RawAnswer, ...RawAnswer[]]) {
      usual = answers.at(-1) ?? usual;
      next = answers.slice(0, -1);
      asked.length = 0;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

export const html = (title: string) =>
  `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;

export const jsonError = (message: string, code: string | null = null, param: string | null = null) =>
  JSON.stringify({ error: { message, type: "invalid_request_error", param, code } });
