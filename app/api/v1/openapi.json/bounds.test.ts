import { expect, it } from "vitest";
import * as z from "zod";
import { ROUTES } from "./routes";

type Schema = {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  format?: string;
  maxLength?: number;
  maxItems?: number;
  maximum?: number;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
};

/** Where a schema lets the caller choose a size without end. */
function unbounded(schema: Schema, path: string): string[] {
  const { type, properties = {}, items, anyOf = [] } = schema;
  const isFixed = schema.enum !== undefined || schema.const !== undefined || schema.format !== undefined;
  const own =
    (type === "string" && !isFixed && schema.maxLength === undefined) ||
    (type === "array" && schema.maxItems === undefined) ||
    (type === "integer" && schema.maximum === undefined);
  return [
    ...(own ? [path] : []),
    ...Object.entries(properties).flatMap(([name, inner]) => unbounded(inner, `${path}.${name}`)),
    ...(items === undefined ? [] : unbounded(items, `${path}[]`)),
    ...anyOf.flatMap((inner) => unbounded(inner, path)),
  ];
}

it("lets no caller choose how much it is: each text, list and number that is sent has a largest one", () => {
  const found = Object.entries(ROUTES).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, route]) => {
      const { query, body } = (route as { spec?: { query?: z.ZodType; body?: z.ZodType } }).spec ?? {};
      return [query, body].flatMap((schema) => {
        if (schema === undefined) return [];
        const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Schema;
        return unbounded(json, `${method} ${path}`);
      });
    }),
  );
  expect(found).toEqual([]);
});

it("counts what costs more than most, by caller", () => {
  const costs = Object.entries(ROUTES).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, route]) => {
      const { cost } = (route as { spec?: { cost?: string } }).spec ?? {};
      return cost === undefined ? [] : [[`${method} ${path}`, cost]];
    }),
  );
  expect(Object.fromEntries(costs)).toEqual({
    "GET /environments/{id}/secrets": "read",
    "GET /environments/{id}/secrets/{key}": "read",
    "POST /environments/{id}/secrets/import": "import",
    "GET /rotating-secrets/{id}/schedule": "preview",
    "GET /secrets": "search",
    "GET /third-party-credentials/{id}/openai/projects": "provider",
    "POST /third-party-credentials/{id}/test": "provider",
  });
});
