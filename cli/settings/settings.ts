/** The server, token and environment of a command, each with its source: option, variable, folder, then profile. */
import { CliError, EXIT } from "../exit";
import type { KeyringEntry } from "./keyring";
import { DEFAULT_PROFILE, type Profile, profilesFile, readProfiles } from "./profiles";
import { findProject } from "./project-file";

export const DEFAULT_HOST = "http://127.0.0.1:3000";

export type SettingFlags = {
  profile?: string | undefined;
  host?: string | undefined;
  tokenFile?: string | undefined;
  insecure?: true | undefined;
  app?: string | undefined;
  env?: string | undefined;
};

export type Sourced = { value: string; from: string };
export type Where = { env: Readonly<Record<string, string | undefined>>; cwd: string };

export type Settings = {
  profile: Sourced;
  host: Sourced;
  /** The text of the variable or the profile. Null if --token-file or nothing names one. */
  token: Sourced | null;
  /** The token's entry if it is in the system's keyring. Its text is then empty. */
  keyring: KeyringEntry | null;
  /** The server that the token was saved for. Null if it came from elsewhere. */
  tokenHost: string | null;
  insecure: boolean;
  app: Sourced | null;
  environment: Sourced | null;
};

/** Reads the settings around the command: the folder's file and the profiles. @throws CliError */
export async function readSettings(
  { env, cwd }: Where,
  flags: SettingFlags,
  { mayBeNew = false }: { mayBeNew?: boolean } = {},
): Promise<Settings> {
  const option = (name: string, value: string | undefined) => sourced(value, `--${name}`);
  const variable = (name: string) => sourced(env[name]?.trim(), name);
  const profile = option("profile", flags.profile) ??
    variable("PHASE_PROFILE") ?? { value: DEFAULT_PROFILE, from: "default" };
  const host = option("host", flags.host) ?? variable("PHASE_HOST");
  const tokenVariable = variable("PHASE_SERVICE_TOKEN");
  const hasToken = flags.tokenFile !== undefined || tokenVariable !== null;
  // Programs whose variables set everything don't depend on someone's home folder.
  const needsNone = host !== null && hasToken && profile.from === "default";
  const kept = needsNone ? undefined : await findProfile(env, profile, mayBeNew);
  const fromProfile = `profile ${profile.value}`;
  const isInKeyring = kept?.keyring === true;
  const keptToken = isInKeyring
    ? { value: "", from: `keyring, ${fromProfile}` }
    : sourced(kept?.token, fromProfile);
  const found = await findProject(cwd);
  const file = (value: string | undefined) => sourced(value, found?.path ?? "");
  return {
    profile,
    host: host ?? sourced(kept?.host, fromProfile) ?? { value: DEFAULT_HOST, from: "default" },
    token: flags.tokenFile === undefined ? (tokenVariable ?? keptToken) : null,
    keyring: isInKeyring && !hasToken ? { host: kept.host, profile: profile.value } : null,
    tokenHost: hasToken ? null : (kept?.host ?? null),
    insecure: flags.insecure === true || (host === null && kept?.insecure === true),
    app: option("app", flags.app) ?? variable("PHASE_APP") ?? file(found?.project.app),
    environment: option("env", flags.env) ?? variable("PHASE_ENV") ?? file(found?.project.environment),
  };
}

function sourced(value: string | undefined, from: string): Sourced | null {
  return value === undefined || value === "" ? null : { value, from };
}

async function findProfile(
  env: Where["env"],
  { value: name, from }: Sourced,
  mayBeNew: boolean,
): Promise<Profile | undefined> {
  const profiles = await readProfiles(env);
  const found = profiles[name];
  if (found !== undefined || mayBeNew || from === "default") return found;
  const names = Object.keys(profiles).map((known) => `\n  ${known}`);
  throw new CliError(
    `${from} names the profile "${name}", and ${profilesFile(env)} has no such profile. \`phase login --profile\` creates one.${names.length > 0 ? ` It has:${names.join("")}` : ""}`,
    EXIT.usage,
  );
}
