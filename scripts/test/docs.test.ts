/** Compares what the documents say about this project with the project. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Command } from "commander";
import { format, resolveConfig } from "prettier";
import { describe, expect, test } from "vitest";
import type { DatabaseCommands } from "@/cli/database-commands";
import { createProgram } from "@/cli/program";
import { parseEnv } from "@/lib/settings/env";
import { credentialStatusWords } from "@/components/rotation/credential-status";
import { CREDENTIAL_STATUSES, HEALTHS } from "@/lib/lists/states";
import { MINT_REASON_CODES } from "@/lib/lists/mint-reasons";
import { SETTING_NAMES, SETTINGS } from "@/lib/settings/settings";
import { ROOT } from "@/installation/root";
import { COMMANDS, COMPILED } from "../commands.mjs";

const DOCUMENTS = globSync("**/*.md", {
  cwd: ROOT,
  exclude: (path) => /node_modules|^\.|test-results|^dist$|^release$/.test(path),
}).toSorted();
const textOf = (path: string) => readFileSync(join(ROOT, path), "utf8");
const README = textOf("README.md");
const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };

/** Inline code that begins with a folder of the project is a path. */
const PATH = /^(?:app|bench|cli|components|docs|e2e|lib|prisma|scripts|simulator|worker)\/[\w./()[\]*<>-]*$/;

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, first = ""]) => first);
}

function withoutFences(text: string): string {
  return text.replace(/^ *```.*?^ *```/gms, "");
}

/** In GitHub's form. */
function anchors(text: string): string[] {
  const headings = matches(withoutFences(text), /^#+ (.+)$/gm);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

describe.each(DOCUMENTS)("%s", (document) => {
  const text = textOf(document);

  test("names only paths that exist", () => {
    const named = matches(withoutFences(text), /`([^`\n]+)`/g).filter((code) => PATH.test(code));
    const missing = named.filter((path) => !existsAs(path));
    expect(missing).toEqual([]);
  });

  test("links only to what exists", () => {
    const links = [
      ...matches(withoutFences(text), /\]\(([^)\s]+)\)/g),
      ...matches(text, /(?:src|srcset)="([^"]+)"/g),
    ];
    const broken = links.filter((link) => !/^https?:/.test(link) && !leadsSomewhere(document, link));
    expect(broken).toEqual([]);
  });

  test("names only commands that exist", () => {
    const runs = matches(text, /\bnpm run (?:-s )?([a-z][a-z:-]*)/g).filter((name) => !(name in scripts));
    const launchers = matches(text, /scripts\/run\.mjs ([a-z-]+)/g).filter((name) => !(name in COMMANDS));
    const code = [...matches(text, /`([^`\n]+)`/g), ...matches(text, /^ *```sh\n(.*?)^ *```/gms)].join("\n");
    const phase = matches(code, /\bphase (?:-- )?([a-z][a-z-]*(?: [a-z][a-z-]*)?)/g).filter(
      (line) => !isCommand(line),
    );
    expect({ runs, launchers, phase }).toEqual({ runs: [], launchers: [], phase: [] });
  });
});

test("every command has its program", () => {
  expect(Object.values(COMMANDS).filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
});

function existsAs(path: string): boolean {
  // The reader fills in a part in <angle brackets>.
  const [known = ""] = path.split("<", 1);
  return known.includes("*") ? globSync(known, { cwd: ROOT }).length > 0 : existsSync(join(ROOT, known));
}

function leadsSomewhere(document: string, link: string): boolean {
  const [path = "", anchor] = link.split("#", 2);
  const target = path === "" ? document : join(dirname(document), path);
  if (!existsSync(join(ROOT, target))) return false;
  return anchor === undefined || anchors(textOf(target)).includes(anchor);
}

const program = createProgram({
  io: { env: process.env, cwd: ROOT, stdin: process.stdin, stdout: process.stdout, stderr: process.stderr },
  // Never called, because only the names of the commands are needed.
  databaseCommands: {} as DatabaseCommands,
  exitWith: () => {},
});

function isCommand(line: string): boolean {
  const [name = "", sub = ""] = line.split(" ");
  // A release starts the product under the same name.
  if (name in COMPILED) return true;
  const find = (parent: Command, wanted: string) =>
    parent.commands.find((command) => command.name() === wanted);
  const command = find(program, name);
  if (command === undefined) return false;
  return command.commands.length === 0 || sub === "" || find(command, sub) !== undefined;
}

/** The commands that do something, each with its full name. */
function leaves(parent: Command, name = "phase"): { name: string; command: Command }[] {
  return parent.commands.flatMap((command) => {
    const whole = `${name} ${command.name()}`;
    return command.commands.length === 0 ? [{ name: whole, command }] : leaves(command, whole);
  });
}

test("every command does something", () => {
  const idle = leaves(program).filter(
    ({ command }) => typeof Reflect.get(command, "_actionHandler") !== "function",
  );
  expect(idle.map(({ name }) => name)).toEqual([]);
});

/** Options of every command that calls the server, documented once. */
const CONNECTION_OPTIONS = ["--profile", "--host", "--token-file", "--insecure"];

test("docs/commands.md lists every command with its options", async () => {
  const rows = leaves(program).map(({ name, command }) => {
    const args = command.registeredArguments.map((argument) =>
      argument.required ? `<${argument.name()}>` : `[${argument.name()}]`,
    );
    const own = command.options.filter(({ long }) => !CONNECTION_OPTIONS.includes(long ?? ""));
    const options = own.map(({ long }) => `\`${long}\``).join(", ");
    return `| \`${[name, ...args].join(" ")}\` | ${command.description().replaceAll("|", "\\|")} | ${options} |`;
  });
  const text = [
    "# Commands",
    "",
    "This page lists what `phase` can do. `--help` explains the options of each command, and",
    "[The command line](recipes/command-line.md) shows how to start. Commands that call the server also accept",
    `${CONNECTION_OPTIONS.map((option) => `\`${option}\``).join(", ")}.`,
    "",
    "| command | does | options |",
    "| --- | --- | --- |",
    ...rows,
  ].join("\n");
  const path = join(ROOT, "docs/commands.md");
  const formatted = await format(text, { ...(await resolveConfig(path)), parser: "markdown" });
  await expect(formatted).toMatchFileSnapshot(path);
});

describe("docs/settings.md", () => {
  const cells = [...textOf("docs/settings.md").matchAll(/^\| `([A-Z_]+)` +\| (.*?) +\| ([^|]+?) *\|$/gm)].map(
    ([, name = "", meaning = "", byDefault = ""]): [string, string[]] => [name, [meaning, byDefault]],
  );
  const rows = new Map(cells.map(([name, [, byDefault = ""]]) => [name, byDefault]));
  const needed = {
    DATABASE_URL: "postgresql://localhost/phase",
    PHASE_ENCRYPTION_KEYS: `k1:${Buffer.alloc(32).toString("base64")}`,
    NEXTAUTH_SECRET: "s".repeat(32),
    NEXTAUTH_URL: "http://localhost:3000",
  };

  test("has a row for every setting and no other, with its meaning and its default", () => {
    expect(Object.fromEntries(cells)).toEqual(
      Object.fromEntries(
        SETTING_NAMES.map((name) => [name, [SETTINGS[name].meaning, SETTINGS[name].byDefault]]),
      ),
    );
  });

  test.each([...rows].filter(([, byDefault]) => byDefault.startsWith("`")))(
    "%s is %s when it is not set",
    (name, byDefault) => {
      expect(parseEnv({ ...needed, [name]: byDefault.replaceAll("`", "") })).toEqual(parseEnv(needed));
    },
  );

  test("lists a default only for settings that have one", () => {
    const silent = SETTING_NAMES.filter((name) => rows.get(name)?.startsWith("`") !== true);
    const unset = (name: (typeof SETTING_NAMES)[number]) => SETTINGS[name].schema.safeParse(undefined).data;
    const ofItsOwn = silent.filter((name) => unset(name) !== undefined && unset(name) !== "");
    expect(ofItsOwn).toEqual([]);
  });
});

describe("docs/tested-with.md", () => {
  const rows = matches(textOf("docs/tested-with.md"), /^\| (?!\*\*|what |-)(.+) \|$/gm).map((row) =>
    row.split(" | ").map((cell) => cell.trim()),
  );
  const RUN_BY_A_COMMAND = [
    /\.(?:test|spec)\.ts$/,
    /^installation\/testing\/global-setup\.ts$/,
    /^scripts\/recipes\/recipes\.ts$/,
    /^scripts\/test\/test-databases\.ts$/,
  ];

  test.each(rows)("%s, %s", (...cells) => {
    expect(cells).toHaveLength(3);
    const files = matches(cells[2] ?? "", /`([^`]+)`/g);
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
    expect(files.filter((file) => !RUN_BY_A_COMMAND.some((run) => run.test(file)))).toEqual([]);
  });
});

describe("the index of the documents", () => {
  const index = textOf("docs/README.md");
  const linked = new Set(matches(index, /\]\(([^)#\s]+)/g).map((link) => join("docs", link)));

  test("is one click from the README, and lists every page", () => {
    expect(README).toContain("(docs/README.md)");
    const pages = DOCUMENTS.filter((page) => /^docs\/(?!README|decisions\/\d)/.test(page));
    expect(pages.filter((page) => !linked.has(page))).toEqual([]);
  });

  test("lists every decision, in its own index", () => {
    const decisions = textOf("docs/decisions/README.md");
    const pages = DOCUMENTS.filter((page) => /^docs\/decisions\/\d/.test(page));
    const rows = pages.map((page) => {
      const [, number = "", title = ""] = /^# (\d+) (.+)$/m.exec(textOf(page)) ?? [];
      return `| [${number}](${basename(page)}) | ${title} |`;
    });
    const told = decisions.replaceAll(/ +\|/g, " |");
    expect(rows.filter((row) => !told.includes(row))).toEqual([]);
  });

  test("answers five questions of each kind of reader, each with a link", () => {
    const [, questions = ""] = index.split("\n## Questions\n");
    const [, ...readers] = questions.split("\n### ");
    const asked = readers.map((reader) => matches(reader, /^- \[.+\?\]\((.+)\)$/gm));
    expect(asked.map(({ length }) => length)).toEqual([5, 5, 5, 5, 5]);
  });
});

test("the code names only pages that exist", () => {
  const files = globSync(
    "{app,bench,cli,components,installation,lib,proof,scripts,simulator,worker}/**/*.{ts,tsx,mjs}",
    {
      cwd: ROOT,
      exclude: (path) => /generated/.test(path),
    },
  );
  const named = files.flatMap((file) =>
    matches(textOf(file), /(?<![\w/])(?!docs\/docs)(docs\/[\w/-]+\.md)\b/g),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((page) => !existsSync(join(ROOT, page)))).toEqual([]);
});

test("no page of the documents is longer than 200 lines", () => {
  const pages = DOCUMENTS.filter((page) => /^(?:docs\/|README|CONTRIBUTING|SECURITY)/.test(page));
  expect(pages.filter((page) => textOf(page).split("\n").length > 201)).toEqual([]);
});

test("docs/openapi.json is the document that the API serves", async () => {
  const { openApiDocument } = await import("@/lib/http/openapi");
  const { ROUTES } = await import("@/app/api/v1/openapi.json/routes");
  const document = `${JSON.stringify(openApiDocument(ROUTES), null, 1)}\n`;
  await expect(document).toMatchFileSnapshot(join(ROOT, "docs/openapi.json"));
});

describe("docs/concepts.md", () => {
  const concepts = textOf("docs/concepts.md");
  const firstCells = (heading: string) => {
    const [, part = ""] = concepts.split(`\n## ${heading}\n`);
    const [section = ""] = part.split("\n## ");
    return matches(section, /^\| (?:\*\*|`)([^*`]+)/gm);
  };

  test("has every status of a credential", () => {
    const labels = CREDENTIAL_STATUSES.map(
      (status) => credentialStatusWords({ status, revokeAt: null }, 0).label,
    );
    expect(firstCells("The life of a credential").toSorted()).toEqual(
      [...labels, "Expiring soon"].toSorted(),
    );
  });

  test("has every health and every reason", () => {
    expect(firstCells("Health").map((label) => label.toLowerCase())).toEqual([...HEALTHS]);
    expect(firstCells("Why a key rotates")).toEqual(MINT_REASON_CODES);
  });
});
