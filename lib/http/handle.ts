/**
 * The steps of every route: who calls → what they sent → the command → its result through the route's schema.
 * Permissions are the commands' business, and nothing in this file checks one.
 */
import * as z from "zod";
import type { Origin } from "@/lib/access/context";
import { env } from "@/lib/settings/env";
import { DomainError } from "@/lib/errors";
import { outageLog } from "@/lib/database/outage-log";
import { log } from "@/lib/log";
import type { EngineCtx, EngineServices } from "@/lib/rotation/services";
import { securityEventOf, reportSecurityEvent } from "@/lib/audit-log/security-events";
import { services } from "@/lib/create-services";
import type { Ahead } from "@/lib/tokens/find-token-actor";
import { accepts, PROBLEM } from "./accept";
import { errorAnswer } from "./error-answer";
import { onlyOnce } from "./idempotency";
import { type Budget, type Cost, spend, spendCost, spendRequest, type Spent } from "@/lib/requests/budgets";
import { noteForwarding } from "@/lib/requests/forwarding";
import { asWanted } from "./problem";
import { reportUse } from "./rate-limit";
import { requestIdOf } from "./request-id";
import { addressGroup } from "@/lib/formats/ip-address";
import { originOf } from "@/lib/access/origin";
import { type Caller, callerOf } from "./request-actor";
import { parseInput, readJson, readQuery } from "@/lib/requests/read-input";
import { readOnlyFields, withoutUnchanged } from "@/lib/requests/read-only";
import { refuseForeignOrigin, requireSameOrigin } from "./same-origin";

const MAX_BODY_BYTES = 65_536;
const NOTHING = z.strictObject({});
type Nothing = typeof NOTHING;

export type RouteSpec<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
  Public extends boolean = boolean,
> = {
  /** One sentence for the API document. */
  summary?: string;
  params?: Params;
  query?: Query;
  body?: Body;
  answer?: Answer;
  /** The status of a successful response: 200, or 204 without a body. */
  status?: number;
  /** The path of the created or requested resource, below /api/v1, for the header Location. Null: none. */
  location?(answer: z.output<Answer>, params: z.output<Params>): string | null;
  /** Other successful responses, if the handler returns its own Response. For the API document. */
  otherAnswers?: Record<number, { description: string; mediaTypes?: Record<string, z.ZodType> }>;
  /** Answers anyone, without a session or token. */
  public?: Public;
  /** The ETag of the single resource in the response, without quotes: lib/api/tags.ts. */
  tag?(answer: z.output<Answer>): string;
  /** The command checks If-Match against the tag that the resource's responses have. */
  ifMatch?: true;
  /** A limit that each request counts against, per actor, or on public routes per IP address. */
  limit?: Budget;
  /** A limit that applies only to people. Programs may return as often as they need. */
  personLimit?: Budget;
  /** The request is expensive, so it counts against a limit in this process. */
  cost?: Cost;
  maxBodyBytes?: number;
  /** The resource in GET's form, whose read-only fields the body may contain. */
  current?(input: { ctx: EngineCtx; params: z.output<Params> }): Promise<z.input<Answer>>;
  /**
   * What the handler reads first about a service token's organisation. Saves programs, which call often, one
   * statement.
   */
  ahead?(input: { params: z.output<Params>; request: Request }): Ahead;
  /** The response contains secret values. It is read and recorded each time, whatever the Idempotency-Key. */
  readsValues?: boolean;
};

/** What a public route works with. */
type PublicCtx = EngineServices & { origin: Origin };

type HandlerInput<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType, Public> = {
  ctx: Public extends true ? PublicCtx : EngineCtx;
  params: z.output<Params>;
  query: z.output<Query>;
  body: z.output<Body>;
  request: Request;
  /** The result of `spec.ahead`. Null if it didn't run. */
  ahead: string | null;
};

type RouteContext = { params: Promise<unknown> };
export type Route = ((request: Request, context: RouteContext) => Promise<Response>) & { spec: RouteSpec };

/** A route's function for Next. `handler` returns data for the response schema, nothing (204), or its own Response. */
export function route<
  Params extends z.ZodType = Nothing,
  Query extends z.ZodType = Nothing,
  Body extends z.ZodType = Nothing,
  Answer extends z.ZodType = z.ZodUndefined,
  Public extends boolean = false,
>(
  spec: RouteSpec<Params, Query, Body, Answer, Public>,
  handler: (input: HandlerInput<Params, Query, Body, Public>) => Promise<z.input<Answer> | Response | void>,
  servicesOf: () => Promise<EngineServices> = services,
): Route {
  const serve = async (request: Request, context: RouteContext): Promise<Response> => {
    const requestId = requestIdOf(request.headers);
    const spent: Spent[] = [];
    const finished = async (response: Response) =>
      await asWanted(reportUse(response, spent), request.headers);
    const origin = originOf(request.headers);
    let engine: EngineServices | undefined;
    let caller: Caller | null = null;
    const answerOf = (error: unknown) => {
      const event = securityEventOf(error);
      const organisationId = error instanceof DomainError ? error.details.organisationId : undefined;
      const name = `${request.method} ${new URL(request.url).pathname}`;
      const who = { origin, actor: caller?.actor ?? null, request: name, organisationId };
      if (event !== null && engine !== undefined) void reportSecurityEvent(engine, event, who);
      return errorAnswer(error, requestId, log);
    };
    try {
      engine = await servicesOf();
      const given = await context.params;
      caller = await identify(spec, engine, { request, origin, given, onSpent: (left) => spent.push(left) });
      outageLog().answered();
      requireAcceptable(spec, request);
      const ifMatch = ifMatchOf(spec, request);
      const ctx = {
        ...engine,
        origin,
        ifMatch,
        ...(caller === null ? {} : { actor: caller.actor }),
      } as HandlerInput<Params, Query, Body, Public>["ctx"];
      const params = parsePath(spec.params, given) as z.output<Params>;
      const query = parseInput(spec.query ?? NOTHING, readQuery(new URL(request.url))) as z.output<Query>;
      const current = async () => await spec.current?.({ ctx: ctx as EngineCtx, params });
      const body = (await parseBody(spec, request, current)) as z.output<Body>;
      const ahead = caller?.ahead ?? null;
      const perform = async () =>
        goodAnswer(spec, await handler({ ctx, params, query, body, request, ahead }));
      const key = request.method === "POST" ? request.headers.get("idempotency-key") : null;
      const repeatable = key !== null && spec.readsValues !== true && "actor" in ctx;
      const response = repeatable
        ? await onlyOnce(ctx, { method: request.method, url: request.url, key, body }, perform, answerOf)
        : await perform();
      return await finished(labelled(await described(spec, response, params), requestId));
    } catch (error) {
      return await finished(answerOf(error));
    }
  };
  return Object.assign(serve, { spec });
}

async function identify(
  spec: Pick<RouteSpec, "public" | "limit" | "personLimit" | "cost" | "params" | "ahead">,
  engine: EngineServices,
  {
    request,
    origin,
    given,
    onSpent,
  }: { request: Request; origin: Origin; given: unknown; onSpent: (left: Spent) => void },
): Promise<Caller | null> {
  await noteForwarding(engine.db);
  if (spec.public === true) {
    refuseForeignOrigin(request, env().nextAuthUrl);
    if (spec.limit !== undefined && request.method !== "GET")
      await spend(engine.db, spec.limit, addressGroup(origin.ip ?? "unknown"), onSpent);
    return null;
  }
  const params = spec.ahead === undefined ? undefined : spec.params?.safeParse(given);
  const ahead = params?.success === true ? spec.ahead?.({ params: params.data, request }) : undefined;
  const caller = await callerOf(engine.db, request, { ahead });
  if (caller === null) throw new DomainError("unauthenticated", "Sign in, or send a service token.");
  const { actor } = caller;
  if (actor.kind === "user") requireSameOrigin(request, env().nextAuthUrl);
  const key = actor.kind === "user" ? actor.userId : actor.tokenId;
  await spendRequest(key, onSpent);
  if (spec.cost !== undefined) await spendCost(spec.cost, key, onSpent);
  if (spec.limit !== undefined) await spend(engine.db, spec.limit, key, onSpent);
  if (spec.personLimit !== undefined && actor.kind === "user")
    await spend(engine.db, spec.personLimit, key, onSpent);
  return caller;
}

/** An invalid ID names nothing, so the response is not found rather than invalid input. */
function parsePath(schema: z.ZodType | undefined, params: unknown): unknown {
  if (schema === undefined) return {};
  const parsed = schema.safeParse(params ?? {});
  if (!parsed.success)
    throw new DomainError("not_found", "Not found. /api/v1/openapi.json lists every route.");
  return parsed.data;
}

async function parseBody(
  { body = NOTHING, answer = NOTHING, maxBodyBytes = MAX_BODY_BYTES, current }: Partial<RouteSpec>,
  request: Request,
  readCurrent: () => Promise<unknown>,
): Promise<unknown> {
  if (request.method === "GET" || request.method === "HEAD") return {};
  const sent = await readJson(request, maxBodyBytes);
  if (current === undefined) return parseInput(body, sent);
  const readOnly = readOnlyFields(body, answer, sent);
  if (readOnly.length === 0) return parseInput(body, sent);
  const shown: unknown = JSON.parse(JSON.stringify(answer.parse(await readCurrent())));
  return parseInput(body, withoutUnchanged(sent, shown, readOnly), readOnly);
}

function goodAnswer(spec: { answer?: z.ZodType; status?: number }, result: unknown): Response {
  if (result instanceof Response) return result;
  if (result === undefined || spec.answer === undefined) {
    return new Response(null, { status: spec.status ?? 204 });
  }
  return Response.json(spec.answer.parse(result), { status: spec.status ?? 200 });
}

/** Adds the headers Location and ETag, also to a repeated response. */
async function described(
  spec: Pick<RouteSpec, "location" | "tag" | "answer" | "status">,
  response: Response,
  params: unknown,
): Promise<Response> {
  const { location, tag, answer, status = 200 } = spec;
  if ((location === undefined && tag === undefined) || response.status !== status) return response;
  const shown = answer?.parse(await response.clone().json());
  const path = location?.(shown, params) ?? null;
  if (path !== null) response.headers.set("location", `/api/v1${path}`);
  if (tag !== undefined) response.headers.set("etag", `"${tag(shown)}"`);
  return response;
}

/** Throws `not_acceptable` if the caller can read none of the possible response types. An error is sent in any case. */
function requireAcceptable({ answer, otherAnswers = {} }: RouteSpec, request: Request): void {
  const others = Object.entries(otherAnswers).flatMap(([status, { mediaTypes = {} }]) =>
    status.startsWith("2") ? Object.keys(mediaTypes) : [],
  );
  const offered = [...(answer === undefined ? [] : ["application/json"]), ...others];
  const accept = request.headers.get("accept");
  if (offered.length === 0 || accepts(accept, [...offered, PROBLEM])) return;
  const types = [...new Set(offered)].join(" or ");
  throw new DomainError("not_acceptable", `The Accept header excludes the types of this route: ${types}.`);
}

/**
 * Throws `precondition_failed` if the request has If-Match for a resource without a state, because nothing
 * would check it.
 */
function ifMatchOf(spec: Pick<RouteSpec, "ifMatch">, request: Request): string | null {
  const ifMatch = request.headers.get("if-match");
  if (ifMatch === null || spec.ifMatch === true || !["PUT", "PATCH", "DELETE"].includes(request.method))
    return ifMatch;
  throw new DomainError(
    "precondition_failed",
    "The resource has no ETag. Send the request without If-Match.",
  );
}

function labelled(response: Response, requestId: string): Response {
  response.headers.set("x-request-id", requestId);
  if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store");
  return response;
}
