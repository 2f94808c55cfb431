import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "@/installation/root";
import { API_COMMANDS } from "./api-commands";
import type { ApiCommand } from "./command";

type Schema = {
  $ref?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  allOf?: Schema[];
};
type Operation = {
  parameters?: { name: string; in: string }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
};
const document = JSON.parse(readFileSync(join(ROOT, "docs/openapi.json"), "utf8")) as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};
const METHODS = ["get", "post", "put", "patch", "delete"];
const ROUTES = Object.entries(document.paths).flatMap(([path, operations]) =>
  Object.keys(operations)
    .filter((method) => METHODS.includes(method))
    .map((method) => `${method.toUpperCase()} ${path}`),
);

/** Routes without a row in the table, with what uses them. */
const ELSEWHERE: Record<string, string> = {
  "GET /audit/export": "phase audit export",
  "POST /cli-logins": "phase login",
  "GET /cli-logins/{id}": "phase login",
  "POST /cli-logins/approve": "the person who enters the code",
  "POST /cli-logins/deny": "the person who enters the code",
  "POST /cli-logins/read": "the person who enters the code",
  "GET /configuration": "phase export",
  "POST /configuration": "phase apply",
  "GET /configuration/schema": "editors",
  "GET /environments/{id}": "what has an ID only; phase apps list names them all",
  "GET /environments/{id}/secret-page": "the console's pages",
  "GET /environments/{id}/secrets": "phase secrets export, phase run",
  "GET /environments/{id}/secrets/stream": "phase run --watch",
  "GET /environments/{id}/secrets/{key}": "phase secrets get",
  "POST /environments/{id}/secrets": "phase secrets set",
  "POST /secrets/{id}/reveal": "the console's eye; phase secrets get reads a value",
  "GET /me": "phase whoami",
  "GET /rotating-secrets": "phase rotating-secrets list without --env",
  "GET /rotations/{id}":
    "programs that wait; phase rotating-secrets rotate --wait asks for the rotating secret",
  "GET /overview/environments": "what counts by environment; phase overview names what needs attention",
  "GET /overview/needs": "what shows all kinds of needs; phase overview names the rotating secrets",
  "GET /overview/rows": "what sorts and filters; phase rotating-secrets list reads them all",
  "PATCH /me": "a person's own name and password",
  "POST /invitations/accept": "the person who opens the link",
  "POST /invitations/read": "the person who opens the link",
  "GET /sessions": "a person's own browsers",
  "DELETE /sessions": "a person's own browsers",
  "DELETE /sessions/{id}": "a person's own browsers",
  "GET /secrets/{id}": "what has an ID only; phase secrets list has the same lines",
  "GET /setup": "phase doctor",
  "POST /setup": "the first visit; phase bootstrap does without a browser",
};

test("every route of the API has a command, or a stated reason for having none", () => {
  const served = new Set([...API_COMMANDS.map(({ route }) => route), ...Object.keys(ELSEWHERE)]);
  expect(ROUTES.filter((route) => !served.has(route))).toEqual([]);
  expect(Object.keys(ELSEWHERE).filter((route) => !ROUTES.includes(route))).toEqual([]);
});

test("names are unique", () => {
  const names = API_COMMANDS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

describe.each(API_COMMANDS.map((command) => [command.name, command] as const))("%s", (_, command) => {
  const [method = "", path = ""] = command.route.split(" ");
  const operation = document.paths[path]?.[method.toLowerCase()];

  test("sends what its route takes", () => {
    expect(operation).toBeDefined();
    const named = [...(command.args ?? []), ...(command.options ?? [])];
    const queries = (operation?.parameters ?? []).filter((one) => one.in === "query").map(({ name }) => name);
    expect(queries).toEqual(expect.arrayContaining(named.flatMap(({ query }) => query ?? [])));
    const body = operation?.requestBody?.content["application/json"]?.schema;
    const sent = [
      ...named.flatMap((one) => one.body ?? []),
      ...Object.keys(command.body ?? {}),
      ...[command.secret, command.file].flatMap((one) => one?.body ?? []),
    ];
    expect(sent.filter((field) => body === undefined || !has(body, field))).toEqual([]);
    const filled = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const fills = (command.args ?? []).flatMap((argument) => argument.fills ?? []);
    expect([...fills, ...(fills.length === 0 && command.environment ? ["id"] : [])]).toEqual(filled);
  });

  test("shows what its route answers", () => {
    const success = Object.entries(operation?.responses ?? {}).filter(([status]) => /^20[012]$/.test(status));
    const answers = success.flatMap(([, { content }]) => content?.["application/json"]?.schema ?? []);
    const items = answers.flatMap((answer) =>
      command.list === undefined ? answer : (whole(answer).properties?.[command.list]?.items ?? []),
    );
    expect(command.says !== undefined || items.length > 0).toBe(true);
    const paths = pathsOf(command);
    expect(paths.filter((column) => !items.some((item) => has(item, column)))).toEqual([]);
  });
});

/** A line's `environment.name` comes from each environment; the response doesn't have it under this name. */
function pathsOf({ columns = [], rows }: ApiCommand): string[] {
  const paths = columns.flatMap(([, value]) => (typeof value === "string" ? value : []));
  return rows === undefined ? paths : paths.filter((path) => !path.includes("."));
}

function has(schema: Schema, path: string): boolean {
  const [first = "", ...rest] = path.split(".");
  const { properties, anyOf = [], allOf = [] } = whole(schema);
  const own = properties?.[first];
  if (own !== undefined) return rest.length === 0 || has(own, rest.join("."));
  return [...anyOf, ...allOf].some((one) => has(one, path));
}

/** The schema itself, if another one refers to it by name. */
function whole(schema: Schema): Schema {
  const name = schema.$ref?.split("/").at(-1);
  return name === undefined ? schema : (document.components.schemas[name] ?? {});
}
