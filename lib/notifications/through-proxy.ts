/** How a request passes a forward proxy: https in a tunnel, http by its absolute URL. */
import { request as httpRequest, type OutgoingHttpHeaders, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, isIPv6, type Socket } from "node:net";
import { connect as tlsConnect } from "node:tls";

/** The proxy refused. The message may be shown. */
export class ProxyRefusal extends Error {
  override readonly name = "ProxyRefusal";
}

/** The `options` to send a request for `url` to `address` through the proxy. Throws ProxyRefusal and socket errors. */
export async function throughProxy(
  proxy: URL,
  url: URL,
  address: string,
  options: Omit<RequestOptions, "headers"> & { headers: OutgoingHttpHeaders },
): Promise<RequestOptions> {
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  const target = `${isIPv6(address) ? `[${address}]` : address}:${port}`;
  const { lookup: _, ...rest } = options;
  const headers = { ...options.headers, host: url.host };
  if (url.protocol === "http:") {
    const path = `http://${target}${url.pathname}${url.search}`;
    return { ...rest, ...placeOf(proxy), path, headers: { ...headers, ...loginOf(proxy) } };
  }
  const socket = await openTunnel(proxy, target, options.signal);
  const name = url.hostname.replace(/^\[|\]$/g, "");
  const servername = isIP(name) === 0 ? { servername: name } : { host: name };
  // An agent would open its own connection.
  return {
    ...rest,
    headers,
    agent: undefined,
    createConnection: () => tlsConnect({ socket, ...servername }),
  };
}

function placeOf(proxy: URL) {
  return {
    protocol: proxy.protocol,
    hostname: proxy.hostname.replace(/^\[|\]$/g, ""),
    port: proxy.port || (proxy.protocol === "https:" ? 443 : 80),
  };
}

function loginOf({ username, password }: URL): Record<string, string> {
  if (username === "") return {};
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(login).toString("base64")}` };
}

function openTunnel(proxy: URL, target: string, signal: AbortSignal | undefined): Promise<Socket> {
  return new Promise((done, fail) => {
    const headers = { host: target, ...loginOf(proxy) };
    const options = {
      ...placeOf(proxy),
      method: "CONNECT",
      path: target,
      headers,
      agent: false as const,
      signal,
    };
    const request = (proxy.protocol === "https:" ? httpsRequest : httpRequest)(options);
    request.on("connect", ({ statusCode = 0 }, socket: Socket) => {
      if (statusCode >= 200 && statusCode < 300) return done(socket);
      socket.destroy();
      fail(refusal(statusCode));
    });
    request.on("response", ({ statusCode = 0 }) => fail(refusal(statusCode)));
    request.on("error", fail);
    request.end();
  });
}

function refusal(status: number): ProxyRefusal {
  return new ProxyRefusal(`The proxy refused the connection (${status}).`);
}
