/** What reads the files that people make of secrets. Each answers the variables that begin with K_. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { parse } from "dotenv";
import { readWithPython } from "./python-dotenv";

export type Values = Record<string, string>;
/** What each of the texts says. */
export type Reader = (texts: readonly string[]) => Values[];

/**
 * All variables of the real shell, once it was given the text in a file by name as $0. Throws where the text made it do
 * anything that leaves a trace.
 */
export function environmentAfter(
  text: string,
  [program = "", ...options]: readonly string[],
  take = SOURCED,
): Values {
  const folder = mkdtempSync(join(tmpdir(), "phase-readers-"));
  const file = join(folder, "secrets");
  writeFileSync(file, text);
  try {
    const args = [...options, "-c", `set -a; ${take}; exec env -0`, file];
    const values = environment(program, args, folder);
    const files = readdirSync(folder);
    if (files.length !== 1) throw new Error(`${program} ran a part of the text: ${files.join(", ")}`);
    return values;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const shell = (command: readonly string[], take: string) =>
  each((text) => ours(Object.entries(environmentAfter(text, command, take))));

const SOURCED = `. "$0"`;
const EVALUATED = `eval "$(cat "$0")"`;

/** Names that a shell sets itself, as a function of bash's sees them. */
export function namesThatBashSets(): string[] {
  const names = execFileSync("bash", ["-c", "seen() { : | :; compgen -v; }; seen"], {
    env: { NODE_ENV: "test" },
    encoding: "utf8",
  });
  return names.trim().split("\n");
}

/** busybox is Alpine's, zsh that of macOS. */
export const SHELLS = {
  bash: ["bash"],
  dash: ["dash"],
  busybox: ["busybox", "sh"],
  zsh: ["zsh", "-f"],
} as const;

const SOURCING = Object.fromEntries(
  Object.entries(SHELLS).map(([name, command]) => [name, shell(command, SOURCED)]),
);

function each(read: (text: string) => Values): Reader {
  return (texts) => texts.map(read);
}

function environment(program: string, args: string[], folder: string): Values {
  const output = execFileSync(program, args, {
    cwd: folder,
    env: { PATH: process.env.PATH, NODE_ENV: "test" },
    maxBuffer: 64 * 1024 * 1024,
    stdio: ["ignore", "pipe", "pipe"],
  });
  // Buffer's own decoding keeps U+FEFF.
  const entries = output.toString("utf8").split("\0");
  return Object.fromEntries(entries.map((entry) => entry.split(/=(.*)/s, 2) as [string, string]));
}

function ours(entries: Iterable<readonly [string, string | undefined]>): Values {
  return Object.fromEntries(
    [...entries].flatMap(([key, value]) => (key.startsWith("K_") ? [[key, value ?? ""]] : [])),
  );
}

/**
 * systemd's rules for an EnvironmentFile, rewritten from parse_env_file_internal() and env_value_is_valid() of version
 * 252: a test machine has no systemd running.
 */
export function systemd(text: string): Values {
  const found = new Map<string, string>();
  let at = 0;
  const end = () => at >= text.length;
  const skipLine = () => {
    while (!end() && text[at] !== "\n") at += text[at] === "\\" ? 2 : 1;
    at += 1;
  };
  while (!end()) {
    if (/\s/.test(text[at] ?? "")) {
      at += 1;
      continue;
    }
    if (text[at] === "#" || text[at] === ";") {
      skipLine();
      continue;
    }
    let key = "";
    while (!end() && text[at] !== "=" && text[at] !== "\n") key += text.charAt(at++);
    if (text[at] !== "=") continue;
    at += 1;
    let value = "";
    /** Up to where a blank at the end no longer belongs to the value. */
    let kept = 0;
    while (!end() && text[at] !== "\n") {
      const char = text[at++] ?? "";
      if (char === "'") {
        while (!end() && text[at] !== "'") value += text.charAt(at++);
        at += 1;
        kept = value.length;
      } else if (char === '"') {
        while (!end() && text[at] !== '"') {
          const inside = text[at++] ?? "";
          const next = text[at] ?? "";
          if (inside !== "\\") value += inside;
          else if ('"\\`$'.includes(next)) value += text.charAt(at++);
          else if (next === "\n") at += 1;
          else value += inside;
        }
        at += 1;
        kept = value.length;
      } else if (char === "\\") {
        if (text[at] !== "\n") value += text[at] ?? "";
        at += 1;
        kept = value.length;
      } else if (!/\s/.test(char) || value !== "") {
        value += char;
        if (!/\s/.test(char)) kept = value.length;
      }
    }
    value = value.slice(0, kept);
    if (!/[\x00-\x08\x0b-\x1f\x7f]/.test(value)) found.set(key.trim(), value);
  }
  return ours(found);
}

/**
 * `docker run --env-file`, rewritten from docker/cli's pkg/kvfile and Go's bufio.Scanner: most test machines have no
 * Docker.
 */
export function docker(text: string): Values {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const found = lines.flatMap((raw, index): [string, string][] => {
    if (Buffer.byteLength(raw) >= 65_536) throw new Error("bufio.Scanner: token too long");
    const line = (index === 0 ? raw.replace(/^\uFEFF/, "") : raw).replace(/\r$/, "").trimStart();
    if (line === "" || line.startsWith("#")) return [];
    const [key = "", value] = line.split(/=(.*)/s, 2);
    if (/\s/.test(key)) throw new Error(`variable '${key}' contains whitespaces`);
    return value === undefined ? [] : [[key, value]];
  });
  return ours(found);
}

/** Who reads which format. */
export const READERS: Record<"dotenv" | "shell" | "docker", Record<string, Reader>> = {
  dotenv: {
    ...SOURCING,
    "npm dotenv": each((text) => ours(Object.entries(parse(text)))),
    "python-dotenv": (texts) => readWithPython(texts).map((values) => ours(Object.entries(values))),
    "node --env-file": each((text) => ours(Object.entries(parseEnv(text)))),
    "systemd's rules": each(systemd),
  },
  shell: {
    ...SOURCING,
    "bash's eval": shell(SHELLS.bash, EVALUATED),
    "dash's eval": shell(SHELLS.dash, EVALUATED),
  },
  docker: { "docker's rules": each(docker) },
};
