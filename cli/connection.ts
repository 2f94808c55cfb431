import { readFile } from "node:fs/promises";
import { CliError } from "./exit";
import { readKeyring } from "./settings/keyring";
import {
  DEFAULT_HOST,
  readSettings,
  type SettingFlags,
  type Settings,
  type Where,
} from "./settings/settings";

/** The server's URL without a trailing slash, and the token. */
export type Connection = { host: string; token: string };

/** @throws CliError */
export async function readConnection(where: Where, flags: SettingFlags): Promise<Connection> {
  return await connectionOf(await readSettings(where, flags), flags);
}

/** @throws CliError */
export async function connectionOf(settings: Settings, flags: SettingFlags): Promise<Connection> {
  return { host: hostOf(settings), token: await readToken(settings, flags) };
}

/** The server, which must be the one that the token was saved for. @throws CliError */
export function hostOf(settings: Settings): string {
  const host = readHost(settings);
  const { tokenHost } = settings;
  // Setting PHASE_HOST, in a script or a shell's configuration, doesn't send the token there.
  if (tokenHost !== null && tokenHost !== host) {
    throw new CliError(
      `The token of the profile ${settings.profile.value} is for ${tokenHost}, but ${settings.host.from} names ${host}. Log in to ${host} with another --profile, or set PHASE_SERVICE_TOKEN.`,
    );
  }
  return host;
}

/** @throws CliError if it isn't a URL, or if the token would be sent unencrypted */
export function readHost({ host: { value, from }, insecure }: Pick<Settings, "host" | "insecure">): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (
    url === undefined ||
    !["http:", "https:"].includes(url.protocol) ||
    url.username + url.password + url.search + url.hash !== ""
  ) {
    throw new CliError(`${from} must be the URL of the server, such as ${DEFAULT_HOST}.`);
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname) && !insecure) {
    throw new CliError(
      `${url.origin} is plain http, so others on the network could read the service token and every value. Use https, or give --insecure.`,
    );
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}

export function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

async function readToken({ token, keyring }: Settings, { tokenFile }: SettingFlags): Promise<string> {
  const kept = keyring === null ? token?.value : await readKeyring(keyring);
  const text = tokenFile === undefined ? (kept ?? "") : (await readTokenFile(tokenFile)).trim();
  if (text === "") {
    throw new CliError(
      tokenFile === undefined
        ? "No service token. Log in with `phase login`, set PHASE_SERVICE_TOKEN, or name a token file with --token-file."
        : `${tokenFile} is empty. Write a service token to it.`,
    );
  }
  return checkToken(text, tokenFile ?? token?.from ?? "");
}

/** @throws CliError */
export function checkToken(text: string, source: string): string {
  if (!/^[\x21-\x7e]+$/.test(text)) throw new CliError(`${source} does not hold a service token.`);
  return text;
}

async function readTokenFile(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch {
    throw new CliError(`The token file ${path} can't be read.`);
  }
}
