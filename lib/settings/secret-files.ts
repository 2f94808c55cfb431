/** Secrets in files, as container platforms and systemd provide them: NAME_FILE is the path of NAME's value. */
import { readFileSync } from "node:fs";
import { SETTING_NAMES, SETTINGS } from "./settings";

type Variables = Readonly<Record<string, string | undefined>>;

/** The settings that may be given like this: those that nobody should see in a process's environment. */
export const IN_FILES = SETTING_NAMES.filter((name) => "secret" in SETTINGS[name]);

/**
 * `source` with the content of its files instead of their paths. A final line break isn't part of a value.
 * `problems`: what is wrong with a setting's file, without any value.
 */
export function withSecretFiles(source: Variables): { variables: Variables; problems: Map<string, string> } {
  const variables: Record<string, string | undefined> = { ...source };
  const problems = new Map<string, string>();
  for (const name of IN_FILES) {
    const path = source[`${name}_FILE`]?.trim();
    if (!path) continue;
    variables[`${name}_FILE`] = undefined;
    if (source[name]?.trim()) {
      problems.set(name, `${name} and ${name}_FILE are both set. Remove one of them`);
      continue;
    }
    const text = textOf(path);
    if (text.value === undefined) problems.set(name, `${name}_FILE names ${path}, which ${text.trouble}`);
    else variables[name] = text.value;
  }
  return { variables, problems };
}

/** `source` without secrets, for a program that doesn't need them. */
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
