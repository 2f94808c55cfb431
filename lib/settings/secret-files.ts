/** Secrets in files, as container platforms and systemd hand them over: NAME_FILE is the path of NAME's value. */
import { readFileSync } from "node:fs";
import { SETTING_NAMES, SETTINGS } from "./settings";

type Variables = Readonly<Record<string, string | undefined>>;

/** The settings that may be given so: those that nobody should see in a process's environment. */
export const IN_FILES = SETTING_NAMES.filter((name) => "secret" in SETTINGS[name]);

/**
 * `source` with what its files hold in the place of their paths; a line break at the end is no part of a value. `problems`:
 * what is wrong with a setting's file, in words without any value.
 */
export function withSecretFiles(source: Variables): { variables: Variables; problems: Map<string, string> } {
  const variables: Record<string, string | undefined> = { ...source };
  const problems = new Map<string, string>();
  for (const name of IN_FILES) {
    const path = source[`${name}_FILE`]?.trim();
    if (!path) continue;
    variables[`${name}_FILE`] = undefined;
    if (source[name]?.trim()) {
      problems.set(name, `${name} and ${name}_FILE are both set: leave one of them out`);
      continue;
    }
    const text = textOf(path);
    if (text.value === undefined) problems.set(name, `${name}_FILE is wrong: ${path} ${text.trouble}`);
    else variables[name] = text.value;
  }
  return { variables, problems };
}

/** `source` without what nobody should see, for a program that has no use for it. */
export function withoutSecrets(source: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...source, ...Object.fromEntries(IN_FILES.map((name) => [name, undefined])) };
}

function textOf(path: string): { value: string } | { value?: undefined; trouble: string } {
  try {
    const value = readFileSync(path, "utf8").trim();
    return value === "" ? { trouble: "is empty" } : { value };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    return { trouble: `can't be read (${code})` };
  }
}
