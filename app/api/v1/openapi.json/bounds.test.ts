import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import * as z from "zod";
import config from "@/next.config.mjs";
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
  propertyNames?: Schema;
  additionalProperties?: Schema | boolean;
  anyOf?: Schema[];
};

/** Schemas that let the caller choose an unlimited size. */
function unbounded(schema: Schema, path: string): string[] {
  const { type, properties = {}, items, propertyNames, additionalProperties, anyOf = [] } = schema;
  const others = typeof additionalProperties === "object" ? [additionalProperties] : [];
  const isFixed = schema.enum !== undefined || schema.const !== undefined || schema.format !== undefined;
  const own =
    (type === "string" && !isFixed && schema.maxLength === undefined) ||
    (type === "array" && schema.maxItems === undefined) ||
    (type === "integer" && schema.maximum === undefined);
  return [
    ...(own ? [path] : []),
    ...Object.entries(properties).flatMap(([name, inner]) => unbounded(inner, `${path}.${name}`)),
    ...(items === undefined ? [] : unbounded(items, `${path}[]`)),
    ...(propertyNames === undefined ? [] : unbounded(propertyNames, `${path}{}`)),
    ...others.flatMap((inner) => unbounded(inner, `${path}.*`)),
    ...anyOf.flatMap((inner) => unbounded(inner, path)),
  ];
}

it("limits the size of every text, list and number that callers send", () => {
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

it("counts expensive requests per caller", () => {
  const costs = Object.entries(ROUTES).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, route]) => {
      const { cost } = (route as { spec?: { cost?: string } }).spec ?? {};
      return cost === undefined ? [] : [[`${method} ${path}`, cost]];
    }),
  );
  expect(Object.fromEntries(costs)).toEqual({
    "GET /configuration": "import",
    "POST /configuration": "import",
    "GET /environments/{id}/secrets": "read",
    "GET /environments/{id}/secrets/{key}": "read",
    "POST /environments/{id}/secrets/import": "import",
    "PATCH /rotating-secrets/{id}": "change",
    "DELETE /rotating-secrets/{id}": "change",
    "POST /rotating-secrets/{id}/credentials/{credentialId}/revoke": "change",
    "POST /rotating-secrets/{id}/resume": "change",
    "POST /rotating-secrets/{id}/rotate": "change",
    "GET /rotating-secrets/{id}/schedule": "preview",
    "GET /secrets": "search",
    "POST /third-party-credentials": "provider",
    "PATCH /third-party-credentials/{id}": "provider",
    "GET /third-party-credentials/{id}/openai/projects": "provider",
    "POST /third-party-credentials/{id}/test": "provider",
  });
});

it("buffers no more of a body than the largest that a route accepts", () => {
  const largest = Object.values(ROUTES)
    .flatMap((methods) => Object.values(methods))
    .map((route) => (route as { spec?: { maxBodyBytes?: number } }).spec?.maxBodyBytes ?? 65_536)
    .reduce((one, other) => Math.max(one, other));
  const held = Number(config.experimental?.proxyClientMaxBodySize);
  // More than allowed, so that a route detects the excess.
  expect(held).toBeGreaterThan(largest);
  expect(held).toBeLessThan(1.1 * largest);
});

/** How much a regular expression may scan again from each character if nothing ends it. */
const PIECES = [" ", "a.", "0", "${", "${:-", "\\", "'", " #", "=", "@", "\r", "A=1\n"];
/** Longer than any of them needs. An expression that scans a text repeatedly takes minutes for it. */
const MOST_MS = 5_000;

/** The paths of the texts in a body, by kind. */
function textsIn(schema: Schema, path: readonly string[] = []): [what: string, path: readonly string[]][] {
  const { properties = {}, anyOf = [] } = schema;
  const isText = schema.type === "string" && schema.enum === undefined;
  return [
    ...(isText ? ([[`${path.at(-1)} ${JSON.stringify(schema)}`, path]] as [string, string[]][]) : []),
    ...Object.entries(properties).flatMap(([name, inner]) => textsIn(inner, [...path, name])),
    ...anyOf.flatMap((inner) => textsIn(inner, path)),
  ];
}

function bodyWith([name, ...rest]: readonly string[], text: string): unknown {
  return name === undefined ? text : { [name]: bodyWith(rest, text) };
}

it("reads every text quickly, whatever it repeats up to the largest body", () => {
  const read = new Set<string>();
  const bodies = Object.entries(ROUTES).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, route]) => ({
      name: `${method} ${path}`,
      ...(route as { spec?: { body?: z.ZodType; maxBodyBytes?: number } }).spec,
    })),
  );
  for (const { name, body, maxBodyBytes = 65_536 } of bodies) {
    if (body === undefined) continue;
    const json = z.toJSONSchema(body, { io: "input", unrepresentable: "any" }) as Schema;
    for (const [what, path] of textsIn(json)) {
      // The same name in two routes has the same schema.
      if (read.has(what)) continue;
      read.add(what);
      for (const piece of PIECES) {
        // The longest text that fits there and in the body.
        const text = `A=x${piece.repeat(Math.min(maxBodyBytes, 262_000) / piece.length)}x`;
        const parse = () => body.safeParse(bodyWith(path, text)).success;
        // Nothing else ends a running expression.
        const answer: unknown = runInNewContext("parse()", { parse }, { timeout: MOST_MS });
        expect(answer, `${name} ${what} ${JSON.stringify(piece)}`).toBeTypeOf("boolean");
      }
    }
  }
  expect(read.size).toBeGreaterThan(10);
}, 60_000);
