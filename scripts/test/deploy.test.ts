/** Compares the deployment files with the product: deploy/, compose.yaml and the image. */
import { execFileSync } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { ROOT } from "@/installation/root";
import { parseEnv } from "@/lib/settings/env";
import { IN_FILES } from "@/lib/settings/secret-files";
import { SETTING_NAMES } from "@/lib/settings/settings";
import packageJson from "@/package.json" with { type: "json" };
import { COMPILED } from "../commands.mjs";

const textOf = (path: string) => readFileSync(join(ROOT, path), "utf8");
const CHART = "deploy/helm/phase";
const TEMPLATES = globSync(`${CHART}/templates/*`, { cwd: ROOT }).map(textOf).join("\n");

/** Names such as DATABASE_URL_FILE that a text sets. */
const settingsIn = (text: string) => [
  ...new Set(
    [...text.matchAll(/\b((?:DATABASE|PHASE|NEXTAUTH|SMTP)_[A-Z_]+)\b/g)].map(([, name = ""]) => name),
  ),
];
const KNOWN = new Set<string>([
  ...SETTING_NAMES,
  "PHASE_DATA_DIR",
  ...IN_FILES.map((name) => `${name}_FILE`),
]);

describe("compose.yaml", () => {
  const composeSchema = z.looseObject({
    services: z.record(
      z.string(),
      z.looseObject({ command: z.array(z.string()).optional(), image: z.string() }),
    ),
  });
  const { services } = composeSchema.parse(parse(textOf("compose.yaml"), { merge: true }));

  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "phase-compose-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** The service that creates them, with a folder instead of its volume, and without its account. */
  function makeSecrets(): Record<string, string> {
    const script = (services.secrets?.command?.[0] ?? "")
      .replaceAll("$$", "$")
      .replace("/run/phase", folder)
      .replaceAll(/^chown .*$/gm, "");
    execFileSync("/bin/sh", ["-ec", script], { stdio: ["ignore", "ignore", "inherit"] });
    const names = ["database-password", "database-url", "encryption-keys", "nextauth-secret"];
    return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), "utf8").trim()]));
  }

  it("generates secrets that Phase accepts, readable only by their owner, and only once", () => {
    const made = makeSecrets();
    const env = parseEnv({
      DATABASE_URL_FILE: join(folder, "database-url"),
      PHASE_ENCRYPTION_KEYS_FILE: join(folder, "encryption-keys"),
      NEXTAUTH_SECRET_FILE: join(folder, "nextauth-secret"),
      NEXTAUTH_URL: "http://localhost:3000",
    });
    expect(new URL(env.databaseUrl).password).toBe(made["database-password"]);
    expect(made["database-password"]?.length).toBeGreaterThan(30);
    expect(statSync(join(folder, "encryption-keys")).mode & 0o077).toBe(0);
    expect(makeSecrets()).toEqual(made);
  });

  it("runs commands of a release, in an image of this version", () => {
    const ours = Object.entries(services).filter(([name]) => !["secrets", "postgres"].includes(name));
    expect(ours.map(([name]) => name)).toEqual(["migrate", "web", "worker"]);
    for (const [name, { command, image }] of ours) {
      expect(image).toBe(`phase-rotating-secrets:${packageJson.version}`);
      expect(command).toEqual(name === "migrate" ? ["database", "migrate"] : [name]);
    }
    expect("web" in COMPILED && "worker" in COMPILED).toBe(true);
  });
});

describe.each(["compose.yaml", "Dockerfile", ...globSync("deploy/systemd/*", { cwd: ROOT })])(
  "%s",
  (file) => {
    it("sets only what Phase reads", () => {
      const named = settingsIn(textOf(file)).filter((name) => name !== "PHASE_LISTEN");
      expect(named.length).toBeGreaterThan(0);
      expect(named.filter((name) => !KNOWN.has(name))).toEqual([]);
    });
  },
);

it("the image's health check is a program of the release", () => {
  const [path = ""] = /installation\/release\/[a-z]+\.mjs/.exec(textOf("Dockerfile")) ?? [];
  expect(existsSync(join(ROOT, path))).toBe(true);
  expect(textOf("installation/programs/compile.ts")).toContain(`"${path}"`);
});

describe("the chart", () => {
  it("has this version", () => {
    const { version } = packageJson;
    expect(parse(textOf(`${CHART}/Chart.yaml`))).toMatchObject({ version, appVersion: version });
  });

  it("reads every value that it offers, and no other", () => {
    const offered = pathsIn(parse(textOf(`${CHART}/values.yaml`)));
    const used = [...TEMPLATES.matchAll(/\.Values\.([\w.]+)/g)].map(([, path = ""]) => path);
    const isWithin = (path: string, other: string) => path === other || path.startsWith(`${other}.`);
    expect(used.filter((path) => !offered.some((one) => isWithin(one, path)))).toEqual([]);
    expect(offered.filter((path) => !used.some((one) => isWithin(path, one)))).toEqual([]);
  });

  it("sets only what Phase reads", () => {
    const named = settingsIn(TEMPLATES);
    expect(named).toContain("PHASE_ENCRYPTION_KEYS_FILE");
    expect(named.filter((name) => !KNOWN.has(name))).toEqual([]);
  });

  it("probes only existing paths", () => {
    const probed = [...TEMPLATES.matchAll(/path: \/([a-z]+)/g)].map(([, path = ""]) => path);
    expect(new Set(probed)).toEqual(new Set(["healthz", "readyz", "metrics"]));
    for (const path of probed) expect(existsSync(join(ROOT, "app", path, "route.ts"))).toBe(true);
  });
});

/** The path of each value, such as web.resources. An empty or free-form one counts as one. */
function pathsIn(values: unknown, above = ""): string[] {
  if (
    typeof values !== "object" ||
    values === null ||
    Array.isArray(values) ||
    Object.keys(values).length === 0
  )
    return [above];
  return Object.entries(values).flatMap(([name, value]) =>
    pathsIn(value, above === "" ? name : `${above}.${name}`),
  );
}
