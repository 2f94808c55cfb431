import { expect, it } from "vitest";
import * as z from "zod";
import { createRotatingSecretSchema } from "@/lib/api/rotating-secrets";
import { listQuerySchema, timeSchema, wholeNumber } from "@/lib/api/common";
import { DomainError } from "@/lib/errors";
import { parseInput } from "./read-input";

function refused(schema: z.ZodType, input: unknown): { message: string; issues: [string, string][] } {
  try {
    parseInput(schema, input);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const issues = (error.details.issues ?? []).map(({ path, message }): [string, string] => [path, message]);
    return { message: error.message, issues };
  }
  throw new Error("It was taken.");
}

const thing = z.strictObject({
  name: z.string(),
  config: z.strictObject({ projectId: z.string(), nameTemplate: z.string().default("x") }).optional(),
  tags: z.array(z.strictObject({ value: z.string() })).default([]),
});

it("names a misspelt field, and the one that was meant, before what is missing because of it", () => {
  const { message, issues } = refused(thing, { nmae: "a" });
  expect(message).toBe('Unknown field. Did you mean "name"? (nmae)');
  expect(issues.map(([path]) => path)).toEqual(["nmae", "name"]);
});

it.each([
  [{ name: "a", config: { projectID: "p" } }, "config.projectID", "projectId"],
  [{ name: "a", config: { project_id: "p" } }, "config.project_id", "projectId"],
  [{ name: "a", tags: [{ valeu: "v" }] }, "tags.0.valeu", "value"],
  [{ name: "a", Tags: [] }, "Tags", "tags"],
])("finds the field that was meant where it belongs: %j", (input, path, meant) => {
  expect(refused(thing, input).issues[0]).toEqual([path, `Unknown field. Did you mean "${meant}"?`]);
});

it.each(["surprise", "x".repeat(5_000), "__proto__x"])("suggests nothing for %s", (name) => {
  expect(refused(thing, { name: "a", [name]: 1 }).issues[0]).toEqual([name, "Unknown field."]);
});

it("reports as many faults as help, and suggests fields only for those", () => {
  const names = Array.from({ length: 4_000 }, (_, index) => [`nmae${index}`, 1]);
  expect(refused(thing, Object.fromEntries(names)).issues).toHaveLength(50);
  const tags = Array.from({ length: 1_000 }, () => ({ value: 1 }));
  expect(refused(thing, { name: "a", tags }).issues).toHaveLength(50);
});

it.each([
  ["fields", Object.fromEntries(Array.from({ length: 5_001 }, (_, index) => [index, 1]))],
  ["items", Array.from({ length: 5_001 }, () => 0)],
  ["items of items", Array.from({ length: 100 }, () => Array.from({ length: 60 }, () => 0))],
])("examines no more %s than any body has", (_, input) => {
  expect(refused(z.unknown(), input)).toEqual({
    message: "The body must have at most 5000 fields and items.",
    issues: [],
  });
  const half = Array.isArray(input) ? input.slice(0, 50) : Object.fromEntries(Object.entries(input).slice(1));
  expect(() => parseInput(z.unknown(), half)).not.toThrow();
});

it("finds it through the checks of a whole body", () => {
  const [first] = refused(createRotatingSecretSchema, { rotationIntervalSecond: 60 }).issues;
  expect(first?.[1]).toContain('"rotationIntervalSeconds"');
});

it.each(["5", "1", "200"])("takes the number %s", (limit) => {
  expect(parseInput(listQuerySchema, { limit }).limit).toBe(Number(limit));
});

it.each(["", " 5", "5 ", "+5", "05", "5.0", "5e0", "0x5", "-1", "0", "201", "NaN", "Infinity", "٥"])(
  "refuses %j as a number",
  (limit) => {
    expect(refused(listQuerySchema, { limit }).issues).toEqual([
      ["limit", "Enter a whole number from 1 to 200."],
    ]);
  },
);

it("reads a number that is none in JSON schemas as an integer with bounds", () => {
  const schema = z.toJSONSchema(wholeNumber({ min: 0, max: 9 }), { io: "input" });
  expect(schema).toMatchObject({ type: "integer", minimum: 0, maximum: 9 });
});

it.each([
  "2026-01-01",
  "2026-01-01T00:00:00",
  "2026-01-01T00:00:00+01:00",
  "2026-13-01T00:00:00Z",
  "1767225600",
])("refuses %s as a time", (text) => {
  expect(timeSchema.safeParse(text).success).toBe(false);
});
