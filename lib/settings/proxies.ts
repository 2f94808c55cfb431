/**
 * The proxies for outgoing requests, under the names that curl, git and most programs read. This machine's
 * own addresses never use one.
 */
import * as http from "node:http";

export type Proxies = {
  /** Proxy for https and for http URLs. Null: none. */
  https: URL | null;
  http: URL | null;
  /** In the form of NO_PROXY: names, each with its subdomains, and IP addresses, with or without a port; or `*`. */
  except: string;
};

export const NO_PROXIES: Proxies = { https: null, http: null, except: "" };

export const PROXY_VARIABLES = ["HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"] as const;

const OWN = ["localhost", "127.0.0.1", "[::1]"];

/** A proxy's URL. Text without a scheme means http, like in curl. Null if it isn't usable. */
export function proxyUrl(text: string): URL | null {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(withScheme)) return null;
  const url = new URL(withScheme);
  return ["http:", "https:"].includes(url.protocol) && url.hostname !== "" ? url : null;
}

/** The value of a proxy variable. Like curl, reads lower case first. */
export function proxyVariable(
  source: Readonly<Record<string, string | undefined>>,
  name: (typeof PROXY_VARIABLES)[number],
): string | undefined {
  return source[name.toLowerCase()]?.trim() || source[name]?.trim() || undefined;
}

/** Whether this Node can send requests through a proxy: 24.14 and newer can. */
export function canUseProxies(): boolean {
  return "setGlobalProxyFromEnv" in http;
}

/** From now on, every fetch of this process uses these. Returns what undoes it. */
export function leaveThrough(proxies: Proxies): () => void {
  if (proxies.https === null && proxies.http === null) return () => {};
  const variables: Partial<NodeJS.ProcessEnv> = {
    ...(proxies.https === null ? {} : { https_proxy: proxies.https.href }),
    ...(proxies.http === null ? {} : { http_proxy: proxies.http.href }),
    no_proxy: exceptions(proxies).join(","),
  };
  // Next's types require NODE_ENV in every environment.
  return http.setGlobalProxyFromEnv(variables as NodeJS.ProcessEnv);
}

/** The proxy for a URL. Null: none. Agrees with the effect of `leaveThrough` on fetch. */
export function proxyFor({ protocol, hostname, port }: URL, proxies: Proxies): URL | null {
  const proxy = protocol === "https:" ? proxies.https : proxies.http;
  if (proxy === null) return null;
  const usualPort = protocol === "https:" ? "443" : "80";
  const isExcepted = exceptions(proxies).some((exception) => {
    const [, name = "", onlyPort] = /^(.*?)(?::(\d+))?$/.exec(exception) ?? [];
    if (onlyPort !== undefined && onlyPort !== (port === "" ? usualPort : port)) return false;
    const bare = name.replace(/^\*?\./, "").toLowerCase();
    return name === "*" || hostname === bare || hostname.endsWith(`.${bare}`);
  });
  return isExcepted ? null : proxy;
}

function exceptions({ except }: Proxies): string[] {
  const named = except.split(/[\s,]+/).filter((entry) => entry !== "");
  // Node treats the asterisk as everything only if nothing else is listed.
  return named.includes("*") ? ["*"] : [...named, ...OWN];
}
