/** The system's keyring, which stores the tokens of logins. A token is never an argument, because others can read those. */
import { CliError } from "../exit";
import { runTool } from "../run-tool";

export type KeyringEntry = { host: string; profile: string };
type Call = { args: string[]; input?: string };
type Keyring = {
  program: string;
  /** Tells people where to get the program. */
  hint: string;
  store: (entry: KeyringEntry, token: string) => Call;
  read: (entry: KeyringEntry) => Call;
  remove: (entry: KeyringEntry) => Call;
};

const attributes = ({ host, profile }: KeyringEntry) => [
  "service",
  "phase",
  "host",
  host,
  "profile",
  profile,
];
const item = ({ host, profile }: KeyringEntry) => ["-s", `phase ${host}`, "-a", profile];

/** The arguments with which Windows PowerShell uses this user's Credential Manager. */
function vault(verb: string): string[] {
  const type = "Windows.Security.Credentials.PasswordVault";
  const load = `$ErrorActionPreference='Stop';[void][${type},Windows.Security.Credentials,ContentType=WindowsRuntime];$v=New-Object ${type};`;
  return ["-NoProfile", "-NonInteractive", "-Command", load + verb];
}
const named = ({ host, profile }: KeyringEntry) => `'phase ${host}','${profile}'`;

const KEYRINGS: Partial<Record<NodeJS.Platform, Keyring>> = {
  linux: {
    program: "secret-tool",
    hint: "Install it, such as with the package libsecret-tools.",
    store: (entry, token) => ({
      args: ["store", `--label=phase: ${entry.profile}`, ...attributes(entry)],
      input: token,
    }),
    read: (entry) => ({ args: ["lookup", ...attributes(entry)] }),
    remove: (entry) => ({ args: ["clear", ...attributes(entry)] }),
  },
  darwin: {
    program: "security",
    hint: "It is a part of macOS.",
    store: ({ host, profile }, token) => ({
      args: ["-i"],
      input: `add-generic-password -U -s "phase ${host}" -a "${profile}" -w "${token}"\n`,
    }),
    read: (entry) => ({ args: ["find-generic-password", "-w", ...item(entry)] }),
    remove: (entry) => ({ args: ["delete-generic-password", ...item(entry)] }),
  },
  win32: {
    program: "powershell",
    hint: "It is a part of Windows.",
    store: (entry, token) => ({
      args: vault(
        `$v.Add((New-Object Windows.Security.Credentials.PasswordCredential(${named(entry)},[Console]::In.ReadLine())))`,
      ),
      input: `${token}\n`,
    }),
    read: (entry) => ({
      args: vault(`$c=$v.Retrieve(${named(entry)});$c.RetrievePassword();[Console]::Out.Write($c.Password)`),
    }),
    remove: (entry) => ({ args: vault(`$v.Remove($v.Retrieve(${named(entry)}))`) }),
  },
};

/** @throws CliError unless the keyring returns what it was given */
export async function keepInKeyring(
  entry: KeyringEntry,
  token: string,
  platform = process.platform,
): Promise<void> {
  // `security` and PowerShell read them as part of a command, and a program could take one for an option.
  if (!/^\w[\w.@-]*$/.test(entry.profile) || !/^[\w.-]+$/.test(token) || /["'\\\s]/.test(entry.host))
    throw new CliError(
      "The keyring accepts only tokens of Phase, and profiles named with letters, digits, -, _, . and @.",
    );
  await call(platform, (keyring) => keyring.store(entry, token));
  if ((await readKeyring(entry, platform)) !== token)
    throw new CliError("The keyring didn't keep the token.");
}

/** @throws CliError */
export async function readKeyring(entry: KeyringEntry, platform = process.platform): Promise<string> {
  return (await call(platform, (keyring) => keyring.read(entry))).trim();
}

/** @throws CliError */
export async function removeFromKeyring(entry: KeyringEntry, platform = process.platform): Promise<void> {
  await call(platform, (keyring) => keyring.remove(entry));
}

async function call(platform: NodeJS.Platform, of: (keyring: Keyring) => Call): Promise<string> {
  const keyring = KEYRINGS[platform];
  if (keyring === undefined)
    throw new CliError("phase supports no keyring on this system. Log in without --keyring.");
  const { program, hint } = keyring;
  const { args, input } = of(keyring);
  const ran = await runTool(program, args, input);
  if (ran === null) throw new CliError(`The keyring needs the program ${program}. ${hint}`);
  if (ran.code === 0) return ran.stdout.toString();
  throw new CliError(
    `The keyring doesn't have the token, or can't be reached: ${ran.stderr || `${program} exited with ${String(ran.code)}`}.`,
  );
}
