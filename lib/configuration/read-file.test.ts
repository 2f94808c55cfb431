/** Which files are accepted and which are refused. Every problem names its line, and none repeats a value. */
import { expect, it } from "vitest";
import { configurationJsonSchema } from "@/lib/api/configuration";
import { DomainError } from "@/lib/errors";
import { readConfigurationFile } from "./read-file";

const read = (body: string) => readConfigurationFile(`version: 1\n${body}`);

function issuesOf(text: string): string[] {
  try {
    readConfigurationFile(text);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    expect(error.code).toBe("invalid_input");
    return (error.details.issues ?? []).map(({ path, message }) => `${path}: ${message}`);
  }
  return [];
}
const refused = (body: string) => issuesOf(`version: 1\n${body}`);

const SECRET = `
apps:
  Web:
    environments:
      Production:
        rotatingSecrets:
          Chat:
            thirdPartyCredential: OpenAI
            project: proj_1
            rotationInterval: 30d
            revocationDelay: 3600
            outputs: {api_key: OPENAI_API_KEY}
`;

it("reads times with a unit as seconds, and fills in defaults", () => {
  const secret = read(SECRET).apps?.["Web"]?.environments?.["Production"]?.rotatingSecrets?.["Chat"];
  expect(secret).toMatchObject({
    rotationInterval: 2_592_000,
    revocationDelay: 3_600,
    nameTemplate: "phase-rs-{id}",
  });
  expect(secret).not.toHaveProperty("paused");
  expect(read("").apps).toBeUndefined();
});

it("names an unknown field with its line and the field that was probably meant", () => {
  expect(refused(SECRET.replace("project:", "projct:"))[0]).toBe(
    'apps.Web.environments.Production.rotatingSecrets.Chat.projct: Line 10: Unknown field. Did you mean "project"?',
  );
  expect(refused("app: {}")).toEqual(['app: Line 2: Unknown field. Did you mean "apps"?']);
});

it.each([
  ["rotationInterval: 30d", "rotationInterval: soon", "Line 11: Use whole seconds, or a time such as 90s"],
  ["revocationDelay: 3600", "revocationDelay: 30d", "Line 12: The revocation delay must be shorter"],
  ["rotationInterval: 30d", "rotationInterval: 400d", "Line 11: The interval must be at most 1 year."],
  ["OPENAI_API_KEY}", "LD_PRELOAD}", "Line 13: LD_PRELOAD changes how programs run"],
  [
    "rotationInterval: 30d",
    "rotationInterval: 30d\n            keyLifetime: 1d",
    "Line 12: The key lifetime must be",
  ],
])("refuses %s as %s", (right, wrong, message) => {
  expect(refused(SECRET.replace(right, wrong)).join("\n")).toContain(message);
});

it("refuses two outputs with one key in an environment", () => {
  const other = SECRET.slice(SECRET.indexOf("          Chat:")).replace("Chat", "Batch");
  expect(refused(SECRET + other)).toEqual([
    "apps.Web.environments.Production.rotatingSecrets.Batch.outputs.api_key: Line 19: OPENAI_API_KEY is already an output of Chat in this environment.",
  ]);
});

const KEY = "sk-admin-abc123";
it.each([
  `adminApiKey: ${KEY}`,
  `adminApiKey: {${KEY}}`,
  `adminApiKey: {env: ${KEY}}`,
  `adminApiKey: {key: ${KEY}}`,
  `adminApiKey: [${KEY}]`,
  `adminApiKey: ${KEY}: x`,
  `adminApiKey: "${KEY}`,
  `adminApiKey: !!str ${KEY}\n    adminApiKey: ${KEY}`,
])("refuses a key in the file without repeating it: %s", (field) => {
  const found = refused(`thirdPartyCredentials:\n  OpenAI:\n    ${field}\n`).join("\n");
  expect(found).toMatch(/Line \d/);
  expect(found).not.toContain(KEY);
});

it.each([
  ["a name twice", "apps: {a: , a: }", "apps.a: Line 2: This name appears twice."],
  ["a name as a number and as text", 'apps: {1: , "1": }', "apps.1: Line 2: This name appears twice."],
  ["spaces around a name", 'apps: {"a ": }', "apps.a : Line 2: A name can't begin or end with a space."],
  ["__proto__", "apps: {__proto__: {}}", "apps.__proto__: Line 2: Use another name."],
  [
    "a name that steers text",
    'apps: {"a\\u202eb": }',
    "Use a single line without control or invisible characters.",
  ],
  ["a NUL", 'apps: {"a\\0b": }', "can't be stored"],
  ["half a surrogate pair", 'webhooks: {a: {url: "\\ud800"}}', "can't be stored"],
  ["a list as a name", "apps:\n  ? [a]\n  : {}\n", "Line 3"],
  ["an empty section", "apps:", "Line 2: List the items of this section. Write {} if there are none."],
  ["a merge", "apps:\n  a: &a {}\n  b: {<<: *a}\n", "Line 4: Unknown field."],
  ["a tag", "apps: !!set {a: }", "apps: Line 2: Tags aren't allowed."],
  ["a function", "apps: !!js/function 'x'", "tags aren't allowed"],
  ["tabs", "apps:\n\ta: {}\n", "indented with a tab"],
  ["two documents", "---\nversion: 1\n", "one document per file"],
  ["an alias without an anchor", "apps: *a", "one without an anchor"],
])("refuses %s", (_, body, message) => {
  expect(refused(body).join("\n")).toContain(message);
});

it("refuses a file that isn't a map, or has another version", () => {
  for (const text of ["", "12", "[]", "a", "\0"]) expect(issuesOf(text), text).toHaveLength(1);
  expect(issuesOf("version: 2")).toEqual(["version: Line 1: Write version: 1."]);
});

it("accepts names unchanged, even those that JavaScript or YAML could misread", () => {
  const { apps } = read(
    'apps: {constructor: , toString: , yes: , null: , 007: , "a: b": , Ä: , a: , A: , <<: }',
  );
  expect(Object.keys(apps ?? {}).toSorted()).toEqual(
    ["constructor", "toString", "yes", "null", "007", "a: b", "Ä", "a", "A", "<<"].toSorted(),
  );
});

it("keeps the order of environments, even if their names are numbers", () => {
  expect(read('apps: {a: {environments: {"2": , "1": , x: }}}').environmentNames.get("a")).toEqual([
    "2",
    "1",
    "x",
  ]);
  expect(read("apps: {a: &a {environments: {y: , x: }}, b: *a}").environmentNames.get("b")).toEqual([
    "y",
    "x",
  ]);
});

const nested = (levels: number) => `${"{a: ".repeat(levels)}${"}".repeat(levels)}`;
const FIELDS = Array.from({ length: 9_000 }, (_, n) => `environmentq${n}: `).join(", ");
const ALIASES = Array.from({ length: 98 }, (_, n) => `  b${n}: *a`).join("\n");
const BOMB = ["a", "b", "c", "d", "e", "f"]
  .map(
    (name, at, all) =>
      `${name}: &${name} [${Array(9)
        .fill(at === 0 ? "x" : `*${all[at - 1]}`)
        .join(",")}]`,
  )
  .join("\n");
it.each([
  ["aliases that multiply", BOMB],
  [
    "many aliases",
    `apps:\n${Array.from({ length: 3_000 }, (_, n) => `  a${n}: &a${n} {}\n  b${n}: *a${n}`).join("\n")}`,
  ],
  ["many anchors", `apps:\n${Array.from({ length: 12_000 }, (_, n) => `  b${n}: &b${n} {}`).join("\n")}`],
  ["deep maps", `apps: ${nested(60)}`],
  ["very deep maps", `apps: ${nested(40_000)}`],
  ["very deep lists", `apps: ${"[".repeat(260_000)}`],
  ["deep lists without brackets", `apps: \n${"- ".repeat(130_000)}`],
  ["signs without words", "|\n".repeat(130_000)],
  ["aliases of a long map", `apps:\n  a: &a {environments: {${FIELDS}}}\n${ALIASES}`],
  ["unknown fields by alias", `apps:\n  a: &a {${FIELDS}}\n${ALIASES}`],
  ["many names", `apps:\n${Array.from({ length: 25_000 }, (_, n) => ` a${n}:`).join("\n")}`],
  ["one long word", "x".repeat(260_000)],
])("refuses %s, soon", (_, body) => {
  const began = performance.now();
  expect(refused(body).length).toBeGreaterThan(0);
  // Without the parser's limits, each of these would take minutes.
  expect(performance.now() - began).toBeLessThan(10_000);
});

it.each([
  ["only closing braces", "}".repeat(260_000)],
  ["an error in each line", "- }]\n".repeat(50_000)],
])("stops at the first error of %s", (_, body) => {
  const began = performance.now();
  expect(refused(body)).toHaveLength(1);
  // One error takes about a millisecond, so all of them would take several seconds.
  expect(performance.now() - began).toBeLessThan(1_000);
});

it("refuses deep nesting before anything recursive reads it", () => {
  for (const body of ["[".repeat(50), "- ".repeat(50), nested(50)])
    expect(refused(`apps: \n ${body}`)).toEqual([
      expect.stringMatching(/^file: Line 3: .*nested too deeply/),
    ]);
});

it("describes every section and its fields for editors", () => {
  const schema = configurationJsonSchema() as {
    properties: Record<string, unknown>;
    additionalProperties: unknown;
  };
  expect(Object.keys(schema.properties)).toEqual([
    ...["version", "thirdPartyCredentials", "apps", "serviceTokens", "webhooks"],
  ]);
  expect(schema.additionalProperties).toBe(false);
  expect(JSON.stringify(schema)).toContain('"minLength":1');
});
