/** The API's document, made from the very schemas that the routes parse and answer with. */
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
  writeSchema(NAMED.Error, "output", found);
  return {
    openapi: "3.1.0",
    info: {
      title: "Phase Rotating Secrets",
      version: "1",
      summary: "Keeps OpenAI keys fresh, and hands them to programs.",
      description:
        "Times are ISO 8601 in UTC, durations whole seconds. Unknown fields in a request are refused, and answers may get further ones. /api/v1 keeps its fields and their meaning: what is to go away is marked as deprecated first. What each error means, and what to do, is at /docs/errors.",
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
            "The console's own. Over http it has no __Host-, and where the console's address names a port, the installation's mark precedes next-auth.",
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
      "One effect and one answer for a day, refusals included; another body answers 422, a request under way 409. Answers of 429 and 5xx, and those with Retry-After, are not kept.",
    schema: { type: "string", pattern: "^[\\x21-\\x7e]{1,200}$" },
  },
  IfMatch: {
    name: "If-Match",
    in: "header",
    description:
      "The ETag that was read. If someone has changed the resource since then, the answer is 412 and nothing changes.",
    schema: text,
  },
  IfNoneMatch: {
    name: "If-None-Match",
    in: "header",
    description: "The ETag of the values that the caller has. If nothing has changed, the answer is 304.",
    schema: text,
  },
  RequestId: {
    name: "X-Request-Id",
    in: "header",
    description: "The caller's own name for the request, which the answer and the log then have.",
    schema: { type: "string", pattern: "^[\\w.:+=/-]{8,128}$" },
  },
} as const;
type Parameter = keyof typeof PARAMETERS;

const HEADERS = {
  ETag: header("Names the state of what is answered."),
  Location: header("Where what was made or asked for is found."),
  PhaseGoodFor: header("For how many seconds a copy certainly works.", { type: "integer" }),
  RateLimit: header("What is left of each budget: r requests, renewed in t seconds."),
  RateLimitPolicy: header("The budgets: q requests in w seconds."),
  RequestId: header("Names the request in the log."),
  RetryAfter: header("The same request may succeed after so many seconds.", { type: "integer" }),
} as const;

/** Of every answer. */
const ALWAYS = {
  "X-Request-Id": ref("headers", "RequestId"),
  RateLimit: ref("headers", "RateLimit"),
  "RateLimit-Policy": ref("headers", "RateLimitPolicy"),
};

/** What a request may be refused with; the codes of each are those of lib/lists/error-codes.ts. */
const REFUSED = [...new Set(ERROR_CODES.map((code) => errorRow(code).status))]
  .filter((status) => status !== 405 && status !== 421)
  .toSorted((one, other) => one - other);

const nameOf = (status: number) => `Refused${status}`;

function refused(status: number): Json {
  const codes = ERROR_CODES.filter((code) => errorRow(code).status === status);
  const retry = status === 429 || status === 503 ? { "Retry-After": ref("headers", "RetryAfter") } : {};
  const problem = {
    type: "object",
    description: "RFC 9457, for who accepts it: type, title, status, detail, and the fields of Error.",
    properties: { type: text, title: text, status: { type: "integer" }, detail: text, code: text },
    required: ["type", "title", "status", "detail", "code"],
  };
  return {
    description: codes.map((code) => `\`${code}\`: ${errorRow(code).meaning}`).join("\n\n"),
    headers: { ...ALWAYS, ...retry },
    content: { [JSON_TYPE]: { schema: ref("schemas", "Error") }, [PROBLEM]: { schema: problem } },
  };
}

/** Which of them a route may answer. */
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

/** What we send to webhooks of the standard format. */
function notification(found: Found): Json {
  return {
    operationId: "notification",
    summary: "Something happened to a rotating secret, its credentials or its admin key.",
    description:
      "Signed as the Standard Webhooks specification has it, with the webhook's secret (and the one before it, for a day after a change). Any 2xx is taken as received; otherwise Phase retries for a day and a half.",
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
      default: { description: "Refused or failed.", content: json(ref("schemas", "Error")) },
    },
  };
}

function requestBody(schema: z.ZodType, found: Found): Json {
  return { required: !schema.safeParse({}).success, content: json(writeSchema(schema, "input", found)) };
}

/** By status; what shares its status with the usual answer has that one's content as well. */
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
