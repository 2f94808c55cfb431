/** Compares tables in the documents with the code, and lists which test checks each. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "@/installation/root";
import type { Actor } from "@/lib/access/context";
import { ACTIONS, type Action, may } from "@/lib/access/permissions";
import { SCOPES } from "@/lib/access/scopes";
import { TROUBLE_NAMES } from "@/lib/database/trouble";
import { FORMATS } from "@/lib/formats/write-values";
import { FAILURE_CODES, failureRow } from "@/lib/lists/failure-codes";
import { ROLES } from "@/lib/lists/roles";
import { CREDENTIAL_STATES } from "@/lib/rotation/core/model";
import { faultSchema } from "@/simulator/faults";
import { tableBelow, tablesIn } from "./tables";

const HERE = "scripts/test/tables.test.ts";
const DOCS = "scripts/test/docs.test.ts";
const LISTS = "lib/lists/docs.test.ts";

/** The test that checks a table against the code. */
const HELD: Record<string, string> = {
  "CONTRIBUTING.md ## How to add": HERE,
  "docs/architecture.md ## Rooms": "scripts/test/rooms.test.ts",
  "docs/benchmarks.md ## What is measured": HERE,
  "docs/commands.md # Commands": DOCS,
  "docs/concepts.md ## The life of a credential": DOCS,
  "docs/concepts.md ## Health": DOCS,
  "docs/concepts.md ## Why a key rotates": DOCS,
  "docs/databases.md ## When the database is away": HERE,
  "docs/decisions/README.md # Decisions": DOCS,
  "docs/dependencies.md # Dependencies": "scripts/test/dependencies.test.ts",
  "docs/deploy.md ## Start Phase": HERE,
  "docs/errors.md # Errors": LISTS,
  "docs/events.md ## Events": LISTS,
  "docs/events.md ## Audit actions": LISTS,
  "docs/monitoring.md ## Health checks": HERE,
  "docs/metrics.md # Metrics": "scripts/test/monitoring.test.ts",
  "docs/monitoring.md ## Alerts": "scripts/test/monitoring.test.ts",
  "docs/notifications.md # Notifications": LISTS,
  "docs/recipes/formats.md ## Outputs of a rotating secret": LISTS,
  "docs/recipes/formats.md ## Writing": HERE,
  "docs/security.md ## Security events": "lib/audit-log/security-events.test.ts",
  "docs/security.md ## What is encrypted, and how": HERE,
  "docs/security.md ## Who may do what": HERE,
  "docs/settings.md # Settings": DOCS,
  "docs/tested-with.md # Tested with": DOCS,
  "docs/troubleshooting.md ## The console says …": HERE,
  "lib/rotation/README.md ## The life of a credential": HERE,
  "lib/rotation/README.md ## What always holds": "lib/rotation/readme.test.ts",
  "lib/rotation/README.md ## What happens after a fault": "lib/rotation/readme.test.ts",
  "lib/rotation/README.md ## Daily inventory": "lib/rotation/readme.test.ts",
  "simulator/README.md ## Faults": HERE,
};

/** They advise, explain or report a run, so no list in the code has their content. */
const TOLD = [
  "docs/command-lines.md ## People",
  "docs/command-lines.md ## Programs",
  "docs/recipes/node.md ## Without a restart",
  "docs/recipes/python.md ## Without a restart",
  "docs/recipes/command-line.md ## Choose server, token and environment",
  "README.md ## Where to go next",
  "SECURITY.md ## Threat model",
  "docs/api.md ## Conventions",
  "docs/architecture.md ## A rotation",
  "docs/architecture.md ## Where each fact is stored",
  "docs/configuration-file.md ## Apply the file",
  "docs/configuration-file.md ## Look at the plan",
  "docs/backup.md ## Back up",
  "docs/backup.md ## Move or copy an installation",
  "docs/benchmarks.md ## Results",
  "docs/benchmarks.md ### Sizes",
  "docs/benchmarks.md ### Starting",
  "docs/concepts.md ## Terms",
  "docs/databases.md ## Poolers",
  "docs/databases.md ## The URL",
  "docs/deploy.md ## Choose how to deploy",
  "docs/growing.md ## One web process",
  "docs/growing.md ## What grows",
  "docs/growing.md ## What to add next",
  "docs/monitoring.md ## Metrics",
  "docs/monitoring.md ## Logs",
  "docs/monitoring.md ## How the database grows",
  "docs/network.md ## Outbound connections",
  "docs/recipes/command-line.md ## Proof",
  "docs/recipes/fallback.md ## The file",
  "docs/recipes/fallback.md ## When it is used",
  "docs/recipes/formats.md ## Reading JSON, YAML and CSV",
  "docs/recipes/formats.md ## Reading `.env`",
  "docs/recipes/regional-projects.md # Projects with data residency",
  "docs/reliability.md ## How it is proven",
  "docs/reliability.md ## What restarts do",
  "docs/security.md ## What an attacker gets with …",
  "docs/style.md ## Terms",
  "docs/style.md ## Voice",
  "docs/troubleshooting.md ## Phase won't start",
  "docs/troubleshooting.md ## Nothing rotates",
  "docs/troubleshooting.md ## People can't sign in",
  "docs/troubleshooting.md ## Programs don't get the new key",
  "proof/README.md # Proof",
  "proof/README.md ## Duration and replay",
  "simulator/README.md # The OpenAI simulator",
  "simulator/README.md ## Control API",
];

const textOf = (path: string) => readFileSync(join(ROOT, path), "utf8");
const codeIn = (cell = "") => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
const firstCodes = (document: string, heading: string) =>
  tableBelow(document, heading).map(([cell]) => codeIn(cell)[0]);

test("every table of the documents is checked by a test, or is known to match no list", () => {
  const documents = globSync(["*.md", "docs/**/*.md", "{lib/rotation,proof,simulator}/README.md"], {
    cwd: ROOT,
  });
  const found = documents.flatMap((document) => tablesIn(document).map(({ name }) => name));
  expect(found.toSorted()).toEqual([...Object.keys(HELD), ...TOLD].toSorted());
  const silent = Object.entries(HELD).filter(([name, file]) => {
    const [document = ""] = name.split(" ");
    const page = document.split("/").at(-1) ?? "";
    return !existsSync(join(ROOT, file)) || !textOf(file).includes(page);
  });
  expect(silent).toEqual([]);
});

test("docs/databases.md has every trouble that a health check names", () => {
  expect(firstCodes("docs/databases.md", "## When the database is away")).toEqual(TROUBLE_NAMES);
});

test("docs/benchmarks.md has every benchmark", () => {
  const [, list = ""] = textOf("bench/run.ts").split("const BENCHMARKS");
  const known = [...list.matchAll(/^ {2}(\w+): measure\w+,$/gm)].map(([, name = ""]) => name);
  expect(known.length).toBeGreaterThan(5);
  const told = firstCodes("docs/benchmarks.md", "## What is measured");
  expect(told.toSorted()).toEqual(known.toSorted());
});

test("CONTRIBUTING.md names a check with existing tests for each thing to add", () => {
  const checks = tableBelow("CONTRIBUTING.md", "## How to add").map((cells) => cells.at(-1) ?? "");
  for (const check of checks) expect(check).toMatch(/^types, then|^`npx vitest run|^the same/);
  const files = checks.flatMap(codeIn).flatMap((code) => code.replace("npx vitest run ", "").split(" "));
  expect(files.length).toBeGreaterThan(5);
  expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
});

test("docs/deploy.md starts what package.json starts", () => {
  const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };
  const named = firstCodes("docs/deploy.md", "## Start Phase").map((code = "") =>
    code.replace(/^npm (run )?/, ""),
  );
  expect(named).toEqual(["start", "web", "worker"]);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test("docs/monitoring.md uses only existing paths", () => {
  const asked = firstCodes("docs/monitoring.md", "## Health checks").flatMap((code) =>
    code?.startsWith("GET ") === true ? [code.slice(5)] : [],
  );
  expect(asked).toEqual(["healthz", "readyz", "metrics"]);
  expect(asked.filter((path) => !existsSync(join(ROOT, `app/${path}/route.ts`)))).toEqual([]);
});

test("docs/recipes/formats.md has every format that values are written in", () => {
  expect(firstCodes("docs/recipes/formats.md", "## Writing").toSorted()).toEqual([...FORMATS].toSorted());
});

test("docs/troubleshooting.md has every failure, under the title that the console shows", () => {
  const told = tableBelow("docs/troubleshooting.md", "## The console says …").map(([cell = ""]) => cell);
  const missing = FAILURE_CODES.filter(
    (code) => !told.some((cell) => cell.startsWith(`**${failureRow(code).title}**`)),
  );
  expect(missing).toEqual([]);
});

test("docs/security.md says how strong the hashes of passwords are", () => {
  const { memoryCost = "", timeCost = "" } =
    /memoryCost: (?<memoryCost>[\d_]+), timeCost: (?<timeCost>\d+)/.exec(textOf("lib/auth/password.ts"))
      ?.groups ?? {};
  const mebibytes = Number(memoryCost.replaceAll("_", "")) / 1024;
  const rows = tableBelow("docs/security.md", "## What is encrypted, and how");
  expect(rows).toContainEqual(["passwords", `Argon2id, ${mebibytes} MiB, ${timeCost} passes`]);
});

describe("docs/security.md, who may do what", () => {
  const columns: Action[][] = [
    ["read"],
    ["secrets:read"],
    ["rotation:manage"],
    ["credentials:manage"],
    ["apps:manage", "tokens:manage", "members:manage", "webhooks:manage"],
    ["audit:read", "system:read"],
  ];
  const person = { organisationId: "", userId: "", email: "", environmentRoles: [], sessionId: "" };
  const token = {
    organisationId: "",
    tokenId: "",
    name: "",
    environmentIds: [],
    keys: [],
    expiresAt: null,
    answersTo: null,
  };
  const actors: [string, Actor][] = [
    ...ROLES.map((role): [string, Actor] => [role, { kind: "user", ...person, role }]),
    ...SCOPES.map((scope): [string, Actor] => [
      `token \`${scope}\``,
      { kind: "token", ...token, scopes: [scope] },
    ]),
  ];
  const rows = tableBelow("docs/security.md", "## Who may do what").flatMap(([names = "", ...cells]) =>
    names.split(", ").map((name) => ({ name, cells })),
  );

  test("has every role and every scope", () => {
    expect(rows.map(({ name }) => name)).toEqual(actors.map(([name]) => name));
  });

  test.each(actors)("says of %s what the code allows", (name, actor) => {
    const cells = columns.map((actions) => (actions.every((action) => may(actor, action)) ? "✓" : ""));
    expect(rows.find((row) => row.name === name)?.cells).toEqual(cells);
    for (const actions of columns) expect(new Set(actions.map((action) => may(actor, action))).size).toBe(1);
  });

  test("has a column for every action, or one that covers it", () => {
    // What the columns "values" and "read" mean for members. No token has these actions except one for
    // everything.
    const said: Action[] = ["secrets:write", "members:read"];
    expect([...columns.flat(), ...said].toSorted()).toEqual([...ACTIONS].toSorted());
  });
});

test("lib/rotation/README.md has every state of a credential", () => {
  const told = tableBelow("lib/rotation/README.md", "## The life of a credential").map(([state]) => state);
  expect(told).toEqual(CREDENTIAL_STATES);
});

test("simulator/README.md has every fault", () => {
  const known = faultSchema.options.map(({ shape }) => shape.kind.value);
  expect(firstCodes("simulator/README.md", "## Faults")).toEqual(known);
});
