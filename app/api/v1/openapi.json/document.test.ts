/**
 * The document meets the expectations of generators and linters. Every rule is one of Redocly's or of a
 * generated client's.
 */
import { expect, it } from "vitest";
import type * as z from "zod";
import { EXAMPLES, NAMED } from "@/lib/http/components";
import { openApiDocument, type RouteTable } from "@/lib/http/openapi";
import { OPERATION_IDS, TAGS } from "@/lib/http/operations";
import { ROUTES } from "./routes";

type Json = Record<string, unknown>;
type Operation = Json & {
  operationId?: string;
  tags: string[];
  parameters: { $ref?: string; in?: string; name?: string }[];
  responses: Record<string, Json>;
};
type Document = Json & {
  paths: Record<string, Record<string, Operation>>;
  tags: { name: string; description: string }[];
  components: Record<string, Record<string, Json>>;
};

const made = openApiDocument(ROUTES) as Document;
const operations = Object.entries(made.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    operation,
  })),
);
const named = Object.entries(NAMED) as [string, z.ZodType][];

it("names every operation exactly once", () => {
  expect(operations.map(({ name }) => name).toSorted()).toEqual(Object.keys(OPERATION_IDS).toSorted());
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => id === undefined || !/^[a-z][A-Za-z]+$/.test(id))).toEqual([]);
});

it("groups operations under described tags, and has no unused tag", () => {
  const used = new Set(operations.flatMap(({ operation }) => operation.tags));
  expect([...used].toSorted()).toEqual(made.tags.map(({ name }) => name).toSorted());
  expect(Object.values(TAGS).filter(({ description }) => !description.endsWith("."))).toEqual([]);
});

it("lists every refusal by status and code, and defines headers, parameters and responses once", () => {
  for (const { name, operation } of operations) {
    const statuses = Object.keys(operation.responses);
    expect(statuses, name).toContain("400");
    expect(statuses.includes("404"), name).toBe(name.includes("{"));
    expect(statuses.includes("415"), name).toBe(!name.startsWith("GET"));
    const headers = operation.parameters.filter((parameter) => parameter.in === "header");
    expect(headers, name).toEqual([]);
  }
  expect(made.components["responses"]?.["Refused412"]?.["description"]).toContain("`precondition_failed`");
});

it("defines every part that it refers to, and refers to every part that it defines", () => {
  const refs = new Set(
    [...JSON.stringify(made).matchAll(/"\$ref":"#\/components\/([^"]+)"/g)].map(([, at]) => at),
  );
  const { securitySchemes: _, ...parts } = made.components;
  const there = Object.entries(parts).flatMap(([kind, items]) =>
    Object.keys(items).map((name) => `${kind}/${name}`),
  );
  expect([...refs].toSorted()).toEqual(there.toSorted());
});

it("defines RotatingSecret and every other named schema once", () => {
  expect(Object.keys(made.components["schemas"] ?? {}).toSorted()).toEqual(
    named.map(([name]) => name).toSorted(),
  );
  // Its own field names occur nowhere else.
  expect(JSON.stringify(made).split('"pauseReason":{').length - 1).toBe(1);
});

it("allows further fields in responses, and none in requests", () => {
  const { RotatingSecret, CreateRotatingSecret } = made.components["schemas"] ?? {};
  expect(RotatingSecret).not.toHaveProperty("additionalProperties");
  expect(CreateRotatingSecret).toMatchObject({ additionalProperties: false });
});

it("has examples that match its schemas", () => {
  for (const [name, example] of Object.entries(EXAMPLES)) {
    const schema = named.find(([known]) => known === name)?.[1];
    expect(schema?.safeParse(example).error, name).toBeUndefined();
    expect(made.components["schemas"]?.[name]?.["examples"], name).toEqual([example]);
  }
});

it("can't name an unused schema", () => {
  const one: RouteTable = { "/apps": ROUTES["/apps"] ?? {} };
  expect(Object.keys((openApiDocument(one) as Document).components["schemas"] ?? {})).toEqual(
    expect.arrayContaining(["App", "CreateApp", "Environment", "ErrorResponse"]),
  );
});
