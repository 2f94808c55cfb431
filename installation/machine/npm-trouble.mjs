// Plain JavaScript: install.mjs needs it before anything is installed.
import { diskTrouble } from "./disk.mjs";

const AWAY = ["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ERR_SOCKET_TIMEOUT"];
const AWAY_TOO = ["EHOSTUNREACH", "ENETUNREACH", "EIDLETIMEOUT", "FETCH_ERROR", "E502", "E503", "E504"];
const UNTRUSTED = /^(SELF_SIGNED_|UNABLE_TO_|DEPTH_ZERO_|CERT_|ERR_TLS_CERT)/;

/** One sentence for what keeps npm from the registry or the disk, with the fix. Undefined if it is something else. */
export function npmTrouble(output, env, folder) {
  const code = /^npm (?:error|ERR!) code (\S+)$/m.exec(output)?.[1];
  const path = /^npm (?:error|ERR!) path (.+)$/m.exec(output)?.[1];
  const disk = diskTrouble(path ?? folder, { code }) ?? diskTrouble(path ?? folder, output);
  if (disk !== undefined || code === undefined) return disk;
  const proxy = proxyOf(env);
  const by = proxy === undefined ? "" : ` through the proxy ${proxy}`;
  if (code === "E407" || /\b407\b/.test(output)) {
    return new Error(
      `The proxy ${proxy ?? "in npm's configuration"} requires a login (407). Set HTTPS_PROXY=http://user:password@host:port, and start again.`,
    );
  }
  if (UNTRUSTED.test(code)) {
    return new Error(
      `npm doesn't trust the certificate that it received${by} (${code}). Name the certificate authority with NODE_EXTRA_CA_CERTS=/path/ca.pem, and start again.`,
    );
  }
  if (![...AWAY, ...AWAY_TOO].includes(code)) return undefined;
  const advice =
    proxy === undefined
      ? "If this machine uses a proxy, set HTTPS_PROXY=http://host:port"
      : "Check HTTPS_PROXY and HTTP_PROXY";
  return new Error(`npm can't reach its registry${by} (${code}). ${advice}, and start again.`);
}

/** Host and port only, because nobody should see a login. */
function proxyOf(env) {
  const names = [
    "npm_config_https_proxy",
    "npm_config_proxy",
    "https_proxy",
    "HTTPS_PROXY",
    "http_proxy",
    "HTTP_PROXY",
  ];
  const text = names.map((name) => env[name]).find(Boolean);
  if (text === undefined) return undefined;
  try {
    return new URL(text).host;
  } catch {
    return text.replace(/^.*@/, "");
  }
}
