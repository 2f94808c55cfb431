/** OpenAI's hosts over TLS, signed by an unknown CA (`ca.pem`), in front of the simulator. */
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";

const fileOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** For NODE_EXTRA_CA_CERTS. */
export const CA_FILE = fileOf("ca.pem");

/**
 * `eu.api.openai.test` maps to `/regions/eu` of `toPort`, `hooks.test` to the root of `hooksPort`, others to
 * its root.
 */
export async function startTlsFront(toPort: number, hooksPort = toPort) {
  const [key, cert] = await Promise.all([readFile(fileOf("server-key.pem")), readFile(fileOf("server.pem"))]);
  const server = createServer({ key, cert }, (request, response) => {
    const [, region] = /^([a-z]{2})\.api\.openai\.test$/.exec(request.headers.host ?? "") ?? [];
    const path = `${region === undefined ? "" : `/regions/${region}`}${request.url}`;
    const { method, headers } = request;
    const port = headers.host === "hooks.test" ? hooksPort : toPort;
    const sent = httpRequest({ host: "127.0.0.1", port, path, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(sent);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A TCP listener's address is never a path.
  const { port } = server.address() as AddressInfo;
  return {
    port,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
