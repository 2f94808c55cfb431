import { execFileSync } from "node:child_process";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { parseEnv, SettingsError } from "./env";
import { engineSlice, SETTING_NAMES, SETTINGS } from "./settings";

const key = Buffer.alloc(32, 7).toString("base64");
const minimal = {
  DATABASE_URL: "postgresql://u:p@localhost:5432/db",
  PHASE_ENCRYPTION_KEYS: `k1:${key}`,
  NEXTAUTH_SECRET: "s".repeat(32),
  NEXTAUTH_URL: "http://localhost:3000",
};

function messageFor(source: Record<string, string | undefined>): string {
  try {
    parseEnv(source);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  throw new Error("was accepted");
}

describe("parseEnv", () => {
  it("fills in the documented defaults", () => {
    expect(parseEnv(minimal)).toMatchObject({
      port: 3000,
      host: "127.0.0.1",
      openaiBaseUrl: "https://api.openai.com/v1",
      minRotationIntervalSeconds: 60,
      retryScale: 1,
      providerTimeoutSeconds: 30,
      reconcileIntervalSeconds: 60,
      keyWatchIntervalSeconds: 300,
      verifyBeforeExpose: true,
      smtpUrl: undefined,
      logLevel: "info",
    });
  });

  it("passes the engine its settings as read, and no others", () => {
    expect(engineSlice(parseEnv({ ...minimal, PHASE_KEY_WATCH_INTERVAL_SECONDS: "60" }))).toEqual({
      minRotationIntervalSeconds: 60,
      keyWatchIntervalSeconds: 60,
      verifyBeforeExpose: true,
    });
  });

  it("knows regions beside OpenAI's own host only, or where the operator names them", () => {
    const regional = (source: Record<string, string>) =>
      parseEnv({ ...minimal, ...source }).openaiRegionalBaseUrl;
    const gateway = { OPENAI_BASE_URL: "https://gateway.example.com/v1" };
    expect(regional({})).toBe("https://{region}.api.openai.com/v1");
    expect(regional({ OPENAI_BASE_URL: "https://eu.api.openai.com/v1" })).toBe(
      "https://{region}.api.openai.com/v1",
    );
    expect(regional(gateway)).toBeNull();
    expect(regional({ OPENAI_BASE_URL: "https://api.openai.com.evil.example/v1" })).toBeNull();
    const template = "https://{region}.gateway.example.com/v1";
    expect(regional({ ...gateway, OPENAI_REGIONAL_BASE_URL: `${template}/` })).toBe(template);
  });

  it.each([
    "https://api.example.com/v1",
    "https://{region}.example.com/{region}/v1",
    "http://{region}.example.com/v1",
    "https://user:password@{region}.example.com/v1",
    "{region}",
  ])("refuses OPENAI_REGIONAL_BASE_URL %s", (template) => {
    expect(messageFor({ ...minimal, OPENAI_REGIONAL_BASE_URL: template })).toContain(
      "OPENAI_REGIONAL_BASE_URL",
    );
  });

  it("parses the key ring in order", () => {
    const { encryptionKeys } = parseEnv({ ...minimal, PHASE_ENCRYPTION_KEYS: `new:${key}, old:${key}` });
    expect(encryptionKeys.map(({ id, key: bytes }) => [id, bytes.length])).toEqual([
      ["new", 32],
      ["old", 32],
    ]);
  });

  it("counts an empty variable as unset", () => {
    expect(parseEnv({ ...minimal, PORT: "", SMTP_URL: " " })).toMatchObject({
      port: 3000,
      smtpUrl: undefined,
    });
  });

  it("accepts silence", () => {
    expect(parseEnv({ ...minimal, LOG_LEVEL: "silent" }).logLevel).toBe("silent");
  });

  it.each([
    ["https://proxy.example/v1", true],
    ["http://127.0.0.1:4010/v1", true],
    ["http://[::1]:4010/v1", true],
    ["http://localhost:4010/v1/", true],
    ["http://api.openai.com/v1", false],
    ["http://127.0.0.1.evil.example/v1", false],
    ["https://user:pass@api.openai.com/v1", false],
    ["ftp://127.0.0.1", false],
  ])("OPENAI_BASE_URL %s: %s", (url, accepted) => {
    const parse = () => parseEnv({ ...minimal, OPENAI_BASE_URL: url });
    if (accepted) expect(parse().openaiBaseUrl).toBe(url.replace(/\/$/, ""));
    else expect(parse).toThrow(SettingsError);
  });

  it.each([
    ["DATABASE_URL", "mysql://x"],
    ["PHASE_ENCRYPTION_KEYS", "k1:c2hvcnQ="],
    ["PHASE_ENCRYPTION_KEYS", `k1:${key},k1:${key}`],
    ["PHASE_ENCRYPTION_KEYS", key],
    ["NEXTAUTH_SECRET", "short"],
    ["NEXTAUTH_URL", "phase.example.com"],
    ["NEXTAUTH_URL", "https://example.com/phase"],
    ["NEXTAUTH_URL", "https://example.com/?a=b"],
    ["PORT", "0"],
    ["PORT", "3000.5"],
    ["PHASE_MIN_ROTATION_INTERVAL_SECONDS", "0"],
    ["PHASE_RETRY_SCALE", "0"],
    ["PHASE_PROVIDER_TIMEOUT_SECONDS", "soon"],
    ["PHASE_VERIFY_BEFORE_EXPOSE", "no"],
    ["LOG_LEVEL", "loud"],
  ])("refuses %s=%s by name, without repeating a value", (name, value) => {
    const message = messageFor({ ...minimal, [name]: value });
    expect(message).toContain(`${name} must be `);
    expect(message.split("\n")).toHaveLength(2);
    expect(message).not.toContain(minimal.NEXTAUTH_SECRET);
  });

  it("names every bad variable in one message", () => {
    const message = messageFor({ PORT: "x", SMTP_URL: "smtp://mail:25", HOST: "a b" });
    for (const name of ["DATABASE_URL", "PHASE_ENCRYPTION_KEYS", "NEXTAUTH_SECRET", "NEXTAUTH_URL"]) {
      expect(message).toContain(`${name} is missing`);
    }
    expect(message).toContain("PORT must be");
    expect(message).toContain("HOST must be");
  });

  it("needs a sender if there is a mail server", () => {
    expect(messageFor({ ...minimal, SMTP_URL: "smtp://mail:25" })).toContain("MAIL_FROM is missing");
    const mail = (from: string) => ({ ...minimal, SMTP_URL: "smtp://mail:25", MAIL_FROM: from });
    expect(parseEnv(mail('"Doe, Jane" <a@b.example>')).mailFrom).toEqual({
      name: "Doe, Jane",
      address: "a@b.example",
    });
    expect(messageFor(mail("a@b.example, c@d.example"))).toContain("MAIL_FROM must be a sender");
  });
});

describe("the secrets among the settings", () => {
  it("are those that hold a password, a key or a token", () => {
    expect(SETTING_NAMES.filter((name) => "secret" in SETTINGS[name])).toEqual([
      "DATABASE_URL",
      "PHASE_MIGRATION_DATABASE_URL",
      "PHASE_ENCRYPTION_KEYS",
      "NEXTAUTH_SECRET",
      "HTTPS_PROXY",
      "HTTP_PROXY",
      "PHASE_METRICS_TOKEN",
      "SMTP_URL",
    ]);
  });

  it("are removed from the environment of a process that has read them, and stay known to every copy of the module", () => {
    const secrets = {
      ...minimal,
      PHASE_MIGRATION_DATABASE_URL: "postgresql://owner:p@localhost:5432/db",
      https_proxy: "http://user:password@proxy.example.com:3128",
      SMTP_URL: "smtp://user:password@mail.example.com",
      MAIL_FROM: "phase@example.com",
      PHASE_METRICS_TOKEN: "m".repeat(32),
    };
    const module = (copy: string) =>
      JSON.stringify(pathToFileURL(`${import.meta.dirname}/env.ts`).href + copy);
    const code = `const { envWithSecretsHidden } = await import(${module("")});
      envWithSecretsHidden();
      const { env } = await import(${module("?copy")});
      const left = Object.keys(process.env).filter((name) => name in ${JSON.stringify(secrets)});
      console.log(JSON.stringify({ left, secret: env().nextAuthSecret }));`;
    const text = execFileSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code], {
      env: { NODE_ENV: "test", PATH: process.env.PATH, ...secrets },
      encoding: "utf8",
    });
    expect(JSON.parse(text)).toEqual({
      left: ["NEXTAUTH_URL", "MAIL_FROM"],
      secret: minimal.NEXTAUTH_SECRET,
    });
  });
});
