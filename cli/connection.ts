import { readFile } from "node:fs/promises";
import { CliError } from "./exit";

const DEFAULT_HOST = "http://127.0.0.1:3000";

/** Where the server is, without a trailing slash, and who asks. */
export type Connection = { host: string; token: string };
export type ConnectionOptions = { host?: string; tokenFile?: string; insecure?: true };

/** @throws CliError */
export async function readConnection(
  env: Readonly<Record<string, string | undefined>>,
  options: ConnectionOptions,
): Promise<Connection> {
  return { host: readHost(env, options), token: await readToken(env, options) };
}

function readHost(env: Readonly<Record<string, string | undefined>>, options: ConnectionOptions): string {
  const text = options.host ?? (env["PHASE_HOST"]?.trim() || DEFAULT_HOST);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    url === undefined ||
    !["http:", "https:"].includes(url.protocol) ||
    url.username + url.password !== ""
  ) {
    const source = options.host === undefined ? "PHASE_HOST" : "--host";
    throw new CliError(`${source} should be the address of the server, such as ${DEFAULT_HOST}.`);
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname) && options.insecure !== true) {
    throw new CliError(
      `${url.origin} is plain http: the service token and every value would be readable on the way. Use https, or give --insecure.`,
    );
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}

function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

async function readToken(
  env: Readonly<Record<string, string | undefined>>,
  { tokenFile }: ConnectionOptions,
): Promise<string> {
  const source = tokenFile ?? "PHASE_SERVICE_TOKEN";
  const token =
    (tokenFile === undefined ? env["PHASE_SERVICE_TOKEN"] : await readTokenFile(tokenFile))?.trim() ?? "";
  if (token === "") {
    throw new CliError(
      tokenFile === undefined
        ? "No service token: set PHASE_SERVICE_TOKEN, or name a file that holds one with --token-file."
        : `${tokenFile} is empty; it should hold a service token.`,
    );
  }
  if (!/^[\x21-\x7e]+$/.test(token)) throw new CliError(`${source} does not hold a service token.`);
  return token;
}

async function readTokenFile(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch {
    throw new CliError(`The token file ${path} can't be read.`);
  }
}
