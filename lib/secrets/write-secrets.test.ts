import { expect, it } from "vitest";
import { readSecretsQuerySchema } from "@/lib/api/secrets";
import { writeSecrets } from "./write-secrets";

const SECRETS = [
  { key: "PLAIN", value: "1" },
  { key: "MARK", value: "\uFEFFx" },
  { key: "QUOTE", value: "it's" },
];

it.each([
  ["env", `MARK='\uFEFFx'\nPLAIN=1\nQUOTE="it's"\n`],
  ["shell", `export MARK='\uFEFFx'\nexport PLAIN='1'\nexport QUOTE='it'\\''s'\n`],
  ["docker", "MARK=\uFEFFx\nPLAIN=1\nQUOTE=it's\n"],
] as const)("writes format=%s", (format, text) => {
  expect(readSecretsQuerySchema.parse({ format })).toEqual({ format });
  expect(writeSecrets(SECRETS, format)).toBe(text);
});

it("names the key that a format can't hold", () => {
  const secrets = [...SECRETS, { key: "PEM", value: "a\nb" }];
  const message = "The format docker can't represent PEM: its value holds a line end. Use json or shell.";
  expect(() => writeSecrets(secrets, "docker")).toThrow(
    expect.objectContaining({
      code: "invalid_input",
      message,
      details: { issues: [{ path: "PEM", message }] },
    }),
  );
  expect(writeSecrets(secrets, "env")).toContain("PEM='a\nb'\n");
});
