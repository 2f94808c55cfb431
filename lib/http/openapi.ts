/** The API's document, made from the very schemas that the routes parse and answer with. */
import * as z from "zod";
import { errorSchema } from "@/lib/api/common";
import { notificationPayloadSchema } from "@/lib/api/webhooks";
import type { Route, RouteSpec } from "./handle";

const METHODS = ["GET", "POST", "PATCH", "DELETE"] as const;

/** A route file's functions by method, under the path as the API names it. */
export type RouteTable = Record<string, Partial<Record<(typeof METHODS)[number], Route>>>;

export function openApiDocument(routes: RouteTable): Record<string, unknown> {
  return {
    openapi: "3.1.0",
    info: {
      title: "Phase Rotating Secrets",
      version: "1",
      description:
        "Times are ISO 8601 in UTC, durations whole seconds. Unknown fields are refused. What each error means, and what to do, is at /docs/errors.",
    },
    servers: [{ url: "/api/v1" }],
    security: [{ serviceToken: [] }, { session: [] }],
    paths: Object.fromEntries(
      Object.entries(routes).map(([path, functions]) => [path, pathItem(path, functions)]),
    ),
    webhooks: { notification: { post: NOTIFICATION } },
    components: {
      securitySchemes: {
        serviceToken: { type: "http", scheme: "bearer" },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "__Host-next-auth.session-token",
          description:
            "The console's own. Over http it has no __Host-, and where the console's address names a port, the installation's mark precedes next-auth.",
        },
      },
      schemas: { Error: jsonSchema(errorSchema, "output") },
    },
  };
}

/** What we send to webhooks of the standard format. */
const NOTIFICATION = {
  summary: "Something happened to a rotating secret, its credentials or its admin key.",
  description:
    "Signed as the Standard Webhooks specification has it, with the webhook's secret (and the one before it, for a day after a change). Any 2xx is taken as received; otherwise Phase retries for a day and a half.",
  security: [],
  parameters: ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => ({
    name,
    in: "header",
    required: true,
    schema: { type: "string" },
  })),
  requestBody: { content: json(jsonSchema(notificationPayloadSchema, "output")) },
  responses: { "2XX": { description: "Received." } },
};

function pathItem(path: string, functions: RouteTable[string]): Record<string, unknown> {
  return Object.fromEntries(
    METHODS.flatMap((method) => {
      const serve = functions[method];
      return serve === undefined
        ? []
        : [[method.toLowerCase(), { tags: [tagOf(path)], ...operation(method, serve.spec) }]];
    }),
  );
}

/** "/service-tokens/{id}" → "Service tokens". */
function tagOf(path: string): string {
  const [, first = ""] = path.split("/");
  return `${first.charAt(0).toUpperCase()}${first.slice(1)}`.replaceAll("-", " ");
}

const IF_MATCH = {
  name: "If-Match",
  in: "header",
  required: false,
  description:
    "The ETag that was read. If someone has changed the resource since then, the answer is 412 and nothing changes.",
  schema: { type: "string" },
};

/** What an answer that has the usual status tells besides its body. */
function headersOf(spec: RouteSpec): Record<string, unknown> {
  const headers = {
    ...(spec.tag === undefined
      ? {}
      : {
          ETag: {
            description: "Names the state that can be edited, for If-Match.",
            schema: { type: "string" },
          },
        }),
    ...(spec.location === undefined
      ? {}
      : {
          Location: { description: "Where what was made or asked for is found.", schema: { type: "string" } },
        }),
  };
  return Object.keys(headers).length === 0 ? {} : { headers };
}

function operation(method: string, spec: RouteSpec): Record<string, unknown> {
  const idempotencyKey = {
    name: "Idempotency-Key",
    in: "header",
    required: false,
    description:
      "One effect and one answer for a day, refusals included; another body answers 422, a request under way 409. Answers of 429 and 5xx, and those with Retry-After, are not kept.",
    schema: { type: "string" },
  };
  const parameters = [
    ...fields(spec.params).map((field) => ({ ...field, in: "path", required: true })),
    ...fields(spec.query).map((field) => ({ ...field, in: "query" })),
    ...(spec.ifMatch === true ? [IF_MATCH] : []),
    ...(method === "POST" && spec.public !== true && spec.readsValues !== true ? [idempotencyKey] : []),
  ];
  return {
    ...(spec.summary === undefined ? {} : { summary: spec.summary }),
    ...(spec.public === true ? { security: [] } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(spec.body === undefined ? {} : { requestBody: requestBody(spec.body) }),
    responses: {
      [spec.status ?? (spec.answer === undefined ? 204 : 200)]: {
        description: "Done.",
        ...headersOf(spec),
        ...(spec.answer === undefined ? {} : { content: json(jsonSchema(spec.answer, "output")) }),
      },
      ...otherAnswers(spec),
      default: { description: "Refused or failed.", content: json({ $ref: "#/components/schemas/Error" }) },
    },
  };
}

function requestBody(schema: z.ZodType): Record<string, unknown> {
  return { required: !schema.safeParse({}).success, content: json(jsonSchema(schema, "input")) };
}

/** By status; what shares its status with the usual answer has that one's content as well. */
function otherAnswers({
  answer,
  status: usualStatus = 200,
  otherAnswers: others = {},
}: RouteSpec): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(others).map(([status, { description, mediaTypes = {} }]) => {
      const contents = Object.entries(mediaTypes).map(([type, schema]): [string, unknown] => [
        type,
        { schema: jsonSchema(schema, "output") },
      ]);
      const usual =
        answer !== undefined && Number(status) === usualStatus ? json(jsonSchema(answer, "output")) : {};
      const content = { ...usual, ...Object.fromEntries(contents) };
      return [status, { description, ...(Object.keys(content).length === 0 ? {} : { content }) }];
    }),
  );
}

function fields(schema: z.ZodType | undefined): { name: string; required: boolean; schema: unknown }[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, "input");
  return Object.entries(properties).map(([name, property]) => ({
    name,
    required: required.includes(name),
    schema: property,
  }));
}

function json(schema: object): Record<string, unknown> {
  return { "application/json": { schema } };
}

function jsonSchema(schema: z.ZodType, io: "input" | "output") {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}
