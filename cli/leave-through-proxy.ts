import {
  canUseProxies,
  leaveThrough,
  NO_PROXIES,
  proxyFor,
  proxyUrl,
  proxyVariable,
} from "@/lib/settings/proxies";
import { CliError } from "./exit";
import type { Io } from "./io";

/** Calls the server through HTTPS_PROXY or HTTP_PROXY, unless NO_PROXY names it. Throws CliError. */
export function leaveThroughProxy({ env }: Pick<Io, "env">, host: string): void {
  const url = new URL(host);
  const variable = url.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const text = proxyVariable(env, variable);
  if (text === undefined) return;
  const proxy = proxyUrl(text);
  const used = proxy ?? new URL("http://proxy.invalid");
  const proxies = { ...NO_PROXIES, https: used, http: used, except: proxyVariable(env, "NO_PROXY") ?? "" };
  // Node itself does this if it was started so.
  if (proxyFor(url, proxies) === null || env["NODE_USE_ENV_PROXY"] === "1") return;
  if (proxy === null) {
    throw new CliError(`${variable} must be the http URL of a proxy, such as http://proxy.example.com:3128.`);
  }
  if (!canUseProxies()) {
    throw new CliError(
      `${variable} is set, but this Node (${process.version}) can't use it. Use Node 24.14 or newer, or name ${url.hostname} in NO_PROXY.`,
    );
  }
  leaveThrough(proxies);
}
