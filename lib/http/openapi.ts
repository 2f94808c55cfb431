/** The API's document, generated from the schemas with which the routes parse requests and write responses. */
import type * as z from "zod";
import { notificationPayloadSchema } from "@/lib/api/webhooks";
import { GOOD_FOR_HEADER } from "@/lib/api/good-for-header";
import { ERROR_CODES, errorRow } from "@/lib/lists/error-codes";
import { PROBLEM } from "./accept";
import { type Found, NAMED, writeSchema } from "./components";
import type { Route, RouteSpec } from "./handle";
import { OPERATION_IDS, TAGS } from "./operations";

const METHODS = ["GET", "POST", "PATCH", "DELETE"] as const;
type Method = (typeof METHODS)[number];

/** A route file's functions by method, under the path as the API names it. */
export type RouteTable = Record<string, Partial<Record<Method, Route>>>;

type Json = Record<string, unknown>;

const JSON_TYPE = "application/json";
const text = { type: "string" };
const header = (description: string, schema: Json = text) => ({ description, schema });
const ref = (kind: string, name: string) => ({ $ref: `#/components/${kind}/${name}` });

export function openApiDocument(routes: RouteTable): Json {
  const found: Found = new Map();
  const paths = Object.fromEntries(
    Object.entries(routes).map(([path, functions]) => [path, pathItem(path, functions, found)]),
  );
  const webhooks = { notification: { post: notification(found) } };
  writeSchema(NAMED.ErrorResponse, "output", found);
  return {
    openapi: "3.1.0",
    info: {
      title: "Phase Rotating Secrets",
      version: "1",
      summary: "Rotates OpenAI keys on a schedule, and serves them to programs.",
      description:
        "Times are ISO 8601 in UTC, durations whole seconds. Requests with unknown fields are refused. Responses may get new fields. /api/v1 keeps its fields and their meaning, and marks a field as deprecated before removing it. /docs/errors lists every error with its meaning and fix.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/api/v1" }],
    security: [{ serviceToken: [] }, { session: [] }],
    tags: Object.values(TAGS),
    paths,
    webhooks,
    components: {
      securitySchemes: {
        serviceToken: { type: "http", scheme: "bearer" },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "__Host-next-auth.session-token",
          description:
            "The console's session. Over http, the name has no __Host- prefix. If the console's URL has a port, the name also contains an identifier of the installation.",
        },
      },
      parameters: PARAMETERS,
      headers: HEADERS,
      responses: Object.fromEntries(REFUSED.map((status) => [nameOf(status), refused(status)])),
      schemas: Object.fromEntries([...found].toSorted(([one], [other]) => (one < other ? -1 : 1))),
    },
  };
}

const PARAMETERS = {
  IdempotencyKey: {
    name: "Idempotency-Key",
    in: "header",
    description:
      "Repeating the request within a day has no further effect and returns the first response, refusals included. A different body returns 422, a request in progress 409. Responses with 429, 5xx or Retry-After are not kept.",
    schema: { type: "string", pattern: "^[\\x21-\\x7e]{1,200}$" },
  },
  IfMatch: {
    name: "If-Match",
    in: "header",
    description:
      "The ETag that you read. If the resource has changed since then, the response is 412 and nothing changes.",
    schema: text,
  },
  IfNoneMatch: {
    name: "If-None-Match",
    in: "header",
    description: "The ETag of the values that you have. If nothing has changed, the response is 304.",
    schema: text,
  },
  RequestId: {
    name: "X-Request-Id",
    in: "header",
    description: "Your own ID for the request. The response and the log then have it.",
    schema: { type: "string", pattern: "^[\\w.:+=/-]{8,128}$" },
  },
} as const;
type Parameter = keyof typeof PARAMETERS;

const HEADERS = {
  ETag: header("Identifies the state of the response."),
  Location: header("The path of what was created or requested."),
  PhaseGoodFor: header("The number of seconds for which a copy keeps working.", { type: "integer" }),
  RateLimit: header("What is left of each limit: r requests, and t seconds until it is renewed."),
  RateLimitPolicy: header("The limits: q requests in w seconds."),
  RequestId: header("Identifies the request in the log."),
  RetryAfter: header("The same request may succeed after this number of seconds.", { type: "integer" }),
} as const;

/** Headers of every response. */
const ALWAYS = {
  "X-Request-Id": ref("headers", "RequestId"),
  RateLimit: ref("headers", "RateLimit"),
  "RateLimit-Policy": ref("headers", "RateLimitPolicy"),
};

/** The responses to a refused request. The codes are those of lib/lists/error-codes.ts. */
const REFUSED = [...new Set(ERROR_CODES.map((code) => errorRow(code).status))]
  .filter((status) => status !== 405 && status !== 421)
  .toSorted((one, other) => one - other);

const nameOf = (status: number) => `Refused${status}`;

function refused(status: number): Json {
  const codes = ERROR_CODES.filter((code) => errorRow(code).status === status);
  const retry = status === 429 || status === 503 ? { "Retry-After": ref("headers", "RetryAfter") } : {};
  const problem = {
    type: "object",
    description:
      "RFC 9457, if the request accepts it: type, title, status, detail, and the fields of ErrorResponse.",
    properties: { type: text, title: text, status: { type: "integer" }, detail: text, code: text },
    required: ["type", "title", "status", "detail", "code"],
  };
  return {
    description: codes.map((code) => `\`${code}\`: ${errorRow(code).meaning}`).join("\n\n"),
    headers: { ...ALWAYS, ...retry },
    content: { [JSON_TYPE]: { schema: ref("schemas", "ErrorResponse") }, [PROBLEM]: { schema: problem } },
  };
}

/** Which of them a route may return. */
function refusalsOf(method: Method, { public: isPublic, params, answer, ifMatch }: RouteSpec): number[] {
  const writes = method !== "GET";
  const may: Record<number, boolean> = {
    401: isPublic !== true,
    404: params !== undefined,
    406: answer !== undefined,
    409: writes,
    412: ifMatch === true,
    413: writes,
    415: writes,
    422: writes,
  };
  return REFUSED.filter((status) => may[status] ?? true);
}

/** What Phase sends to webhooks in the standard format. */
function notification(found: Found): Json {
  return {
    operationId: "notification",
    summary: "An event of a rotating secret, its credentials or its admin key.",
    description:
      "Signed according to the Standard Webhooks specification, with the webhook's secret (and for a day after a change, the previous one). Phase takes any 2xx as received, and otherwise retries for about 36 hours.",
    security: [],
    tags: [TAGS["webhooks"]?.name],
    parameters: ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => ({
      name,
      in: "header",
      required: true,
      schema: text,
    })),
    requestBody: { content: json(writeSchema(notificationPayloadSchema, "output", found)) },
    responses: { "2XX": { description: "Received." }, "4XX": { description: "Not received." } },
  };
}

function pathItem(path: string, functions: RouteTable[string], found: Found): Json {
  return Object.fromEntries(
    METHODS.flatMap((method) => {
      const serve = functions[method];
      return serve === undefined ? [] : [[method.toLowerCase(), operation(method, path, serve.spec, found)]];
    }),
  );
}

function operation(method: Method, path: string, spec: RouteSpec, found: Found): Json {
  const [, first = ""] = path.split("/");
  const isConditional = spec.otherAnswers?.[304] !== undefined;
  const shared: Parameter[] = [
    ...(spec.ifMatch === true ? (["IfMatch"] as const) : []),
    ...(isConditional ? (["IfNoneMatch"] as const) : []),
    ...(method === "POST" && spec.public !== true && spec.readsValues !== true
      ? (["IdempotencyKey"] as const)
      : []),
    "RequestId",
  ];
  const usual = String(spec.status ?? (spec.answer === undefined ? 204 : 200));
  const headers = {
    ...ALWAYS,
    ...(spec.tag === undefined && !isConditional ? {} : { ETag: ref("headers", "ETag") }),
    ...(spec.location === undefined ? {} : { Location: ref("headers", "Location") }),
    ...(isConditional ? { [GOOD_FOR_HEADER]: ref("headers", "PhaseGoodFor") } : {}),
  };
  const answer =
    spec.answer === undefined ? {} : { content: json(writeSchema(spec.answer, "output", found)) };
  return {
    operationId: OPERATION_IDS[`${method} ${path}`],
    tags: [TAGS[first]?.name ?? first],
    ...(spec.summary === undefined ? {} : { summary: spec.summary }),
    ...(spec.public === true ? { security: [] } : {}),
    parameters: [
      ...fields(spec.params, found).map((field) => ({ ...field, in: "path", required: true })),
      ...fields(spec.query, found).map((field) => ({ ...field, in: "query" })),
      ...shared.map((name) => ref("parameters", name)),
    ],
    ...(spec.body === undefined ? {} : { requestBody: requestBody(spec.body, found) }),
    responses: {
      [usual]: { description: "Done.", headers, ...answer },
      ...otherAnswers(spec, headers, found),
      ...Object.fromEntries(
        refusalsOf(method, spec).map((status) => [status, ref("responses", nameOf(status))]),
      ),
      default: {
        description: "The request was refused, or it failed.",
        content: json(ref("schemas", "ErrorResponse")),
      },
    },
  };
}

function requestBody(schema: z.ZodType, found: Found): Json {
  return { required: !schema.safeParse({}).success, content: json(writeSchema(schema, "input", found)) };
}

/** By status. A further response with the usual status also has the usual content. */
function otherAnswers(
  { answer, status: usualStatus = 200, otherAnswers: others = {} }: RouteSpec,
  headers: Json,
  found: Found,
): Json {
  return Object.fromEntries(
    Object.entries(others).map(([status, { description, mediaTypes = {} }]) => {
      const contents = Object.entries(mediaTypes).map(([type, schema]): [string, unknown] => [
        type,
        { schema: writeSchema(schema, "output", found) },
      ]);
      const usual =
        answer !== undefined && Number(status) === usualStatus
          ? json(writeSchema(answer, "output", found))
          : {};
      const content = { ...usual, ...Object.fromEntries(contents) };
      return [status, { description, headers, ...(Object.keys(content).length === 0 ? {} : { content }) }];
    }),
  );
}

function fields(schema: z.ZodType | undefined, found: Found) {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = writeSchema(schema, "input", found);
  return Object.entries(properties).map(([name, property]) => ({
    name,
    required: required.includes(name),
    schema: property,
  }));
}

function json(schema: object): Json {
  return { [JSON_TYPE]: { schema } };
}
