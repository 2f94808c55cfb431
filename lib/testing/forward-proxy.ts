/**
 * A forward proxy like a company's: CONNECT for tunnels, absolute URLs for plain http, optional basic auth.
 * Whatever the requested name, it connects to `toPort` on this machine.
 */
import { once } from "node:events";
import { createServer, request as httpRequest } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

export type ForwardProxy = Awaited<ReturnType<typeof startForwardProxy>>;

export async function startForwardProxy(options: { toPort: number; login?: string | undefined }) {
  const { toPort, login } = options;
  const asked: string[] = [];
  const open = new Set<Socket>();
  const isLetIn = (given: string | undefined) =>
    login === undefined || given === `Basic ${Buffer.from(login).toString("base64")}`;

  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (!isLetIn(request.headers["proxy-authorization"])) return void response.writeHead(407).end();
    const { pathname, search } = new URL(request.url ?? "");
    const onward = { host: "127.0.0.1", port: toPort, path: `${pathname}${search}`, method: request.method };
    const sent = httpRequest({ ...onward, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(sent);
  });
  server.on("connect", (request, caller: Socket, head: Buffer) => {
    asked.push(`CONNECT ${request.url}`);
    open.add(caller);
    caller.on("error", () => {});
    if (!isLetIn(request.headers["proxy-authorization"])) {
      caller.end("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n");
      return;
    }
    const target = connect(toPort, "127.0.0.1", () => {
      caller.write("HTTP/1.1 200 Connection established\r\n\r\n");
      if (head.length > 0) target.write(head);
      target.pipe(caller).pipe(target);
    });
    target.on("error", () => caller.destroy());
    open.add(target);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A TCP listener's address is never a path.
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  return {
    url: new URL(`http://${login === undefined ? "" : `${encodeURIComponentOf(login)}@`}${host}`),
    /** The same without the required login. */
    urlWithoutLogin: new URL(`http://${host}`),
    /** `CONNECT host:port`, or the method and the URL. */
    asked,
    close: async () => {
      for (const socket of open) socket.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function encodeURIComponentOf(login: string): string {
  return login.split(":").map(encodeURIComponent).join(":");
}
