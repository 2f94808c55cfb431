/** What `phase login` saves: a server and a token under a name that the user chose. */
import { join } from "node:path";
import { CliError } from "../exit";
import { FileRefused, readOwnFile, writeOwnFile } from "../files/own-file";
import { object, optional, record, type Shaped, text, truth } from "../shape";
import { configFolder } from "./config-folder";

export const DEFAULT_PROFILE = "default";

const MOST_BYTES = 1024 * 1024;

const profile = object({
  host: text,
  /** Empty if the token is in the keyring. Earlier versions then find no token. */
  token: text,
  keyring: optional(truth, false),
  /** The user accepted plain http to another machine when saving it. */
  insecure: optional(truth, false),
});
const file = object({ profiles: record(profile) });

export type Profile = Shaped<typeof profile>;
type Profiles = Record<string, Profile>;
type Env = Readonly<Record<string, string | undefined>>;

export function profilesFile(env: Env): string {
  return join(configFolder(env), "profiles.json");
}

/** @throws CliError if the file exists but must not be used */
export async function readProfiles(env: Env): Promise<Profiles> {
  const path = profilesFile(env);
  try {
    const content = await readOwnFile(path, MOST_BYTES);
    if (content === null) return {};
    return file(JSON.parse(content)).profiles;
  } catch (error) {
    const why = error instanceof FileRefused ? error.message : "is damaged";
    throw new CliError(`The profiles in ${path} can't be used, because the file ${why}.`);
  }
}

export async function saveProfile(env: Env, name: string, saved: Profile): Promise<void> {
  await write(env, { ...(await readProfiles(env)), [name]: saved });
}

/** Removes a profile and returns it. Undefined if no profile has that name. */
export async function removeProfile(env: Env, name: string): Promise<Profile | undefined> {
  const { [name]: removed, ...others } = await readProfiles(env);
  if (removed !== undefined) await write(env, others);
  return removed;
}

async function write(env: Env, profiles: Profiles): Promise<void> {
  const path = profilesFile(env);
  try {
    await writeOwnFile(path, `${JSON.stringify({ version: 1, profiles }, null, 2)}\n`);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw new CliError(`The file ${path} can't be written${code}.`);
  }
}
