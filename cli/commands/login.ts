import { ask, askHidden, isAtTerminal, readInput } from "../ask";
import { checkToken, readHost } from "../connection";
import { CliError, EXIT } from "../exit";
import { createClient } from "../http";
import { type Io, note, print } from "../io";
import { keepInKeyring, type KeyringEntry, removeFromKeyring } from "../settings/keyring";
import { profilesFile, readProfiles, removeProfile, saveProfile } from "../settings/profiles";
import type { Settings } from "../settings/settings";
import { fetchMe, whoIs } from "../me";
import { browserLogin } from "./browser-login";

type LoginOptions = { tokenStdin: boolean; browser: boolean; keyring: boolean };

/**
 * Checks a token with its server and saves both under the profile's name. Saves nothing unless Phase accepts
 * the token.
 */
export async function login(io: Io, settings: Settings, options: LoginOptions): Promise<void> {
  const host = await whichHost(io, settings, options);
  const token = await whichToken(io, host, options);
  const me = await fetchMe(createClient({ host, token }, io));
  const { value: profile } = settings.profile;
  const { keyring } = options;
  if (keyring) await keepInKeyring({ host, profile }, token);
  const saved = { host, token: keyring ? "" : token, insecure: settings.insecure, keyring };
  const { [profile]: previous } = await readProfiles(io.env);
  await saveProfile(io.env, profile, saved);
  // Otherwise the previous token would stay in the keyring forever.
  if (previous?.keyring === true && !(keyring && previous.host === host))
    await forget(io, { host: previous.host, profile });
  const where = keyring ? ", and its token in the keyring" : "";
  print(
    io,
    `Logged in to ${host} as ${whoIs(me)}. Saved as profile ${profile} in ${profilesFile(io.env)}${where}.`,
  );
}

/** Removes the token. It keeps working until it expires or someone revokes it. */
export async function logout(io: Io, { profile }: Settings): Promise<void> {
  const removed = await removeProfile(io.env, profile.value);
  if (removed === undefined) throw new CliError(`No profile named ${profile.value}.`);
  if (removed.keyring) await forget(io, { host: removed.host, profile: profile.value });
  print(
    io,
    `Removed profile ${profile.value}. Its token stays valid until it expires or is revoked: \`phase tokens revoke\`.`,
  );
}

/** Only reports a failure, because a missing keyring must not keep anyone from logging in or out. */
async function forget(io: Io, entry: KeyringEntry): Promise<void> {
  try {
    await removeFromKeyring(entry);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    note(io, `The token may still be in the keyring. ${error.message}`);
  }
}

async function whichHost(io: Io, settings: Settings, { tokenStdin }: LoginOptions): Promise<string> {
  const { host } = settings;
  if (tokenStdin || !host.from.startsWith("default") || !isAtTerminal(io)) return readHost(settings);
  const answer = await ask(io, `URL of the server [${host.value}]: `);
  return readHost({ ...settings, host: answer === "" ? host : { value: answer, from: "What you entered" } });
}

async function whichToken(io: Io, host: string, { tokenStdin, browser }: LoginOptions): Promise<string> {
  if (tokenStdin) return checkToken((await readInput(io)).trim(), "Standard input");
  if (browser) return await browserLogin(io, host);
  if (!isAtTerminal(io))
    throw new CliError(
      "Give the service token on standard input, with --token-stdin, or log in with --browser.",
      EXIT.usage,
    );
  const typed = (
    await askHidden(io, "Service token, or press Enter to log in with the browser (hidden): ")
  ).trim();
  return typed === "" ? await browserLogin(io, host) : checkToken(typed, "What you entered");
}
