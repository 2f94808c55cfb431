import * as z from "zod";
import { Refusal } from "../answer.ts";
import type { Listing } from "../wire.ts";
import type { AdminCall } from "./call.ts";

/** Parses a JSON body, and refuses invalid ones with the API's own messages. */
export function parseBody<Schema extends z.ZodType>(call: AdminCall, schema: Schema): z.output<Schema> {
  const result = schema.safeParse(parseJson(call));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue?.code === "unrecognized_keys") {
    const [key = ""] = issue.keys;
    throw new Refusal(400, `Unknown parameter: '${key}'.`, { code: "unknown_parameter", param: key });
  }
  const param = issue?.path.join(".") ?? "";
  if (issue?.code === "invalid_type" && issue.input === undefined) {
    const message = `Missing required parameter: '${param}'.`;
    throw new Refusal(400, message, { code: "missing_required_parameter", param });
  }
  const message = `Invalid value for '${param}': ${issue?.message ?? "it does not fit"}.`;
  throw new Refusal(400, message, { code: "invalid_value", param });
}

function parseJson({ body, isJson }: AdminCall): unknown {
  if (body === "") return {};
  if (!isJson) {
    const message = "Unsupported content type. This API method only accepts 'application/json' requests.";
    throw new Refusal(400, message, { code: "unsupported_content_type" });
  }
  try {
    return JSON.parse(body);
  } catch {
    throw new Refusal(400, "We could not parse the JSON body of your request.");
  }
}

export function parseQuery<Value extends string>(call: AdminCall, name: string, allowed: readonly Value[]) {
  const given = call.query.get(name);
  if (given === null) return null;
  const value = allowed.find((candidate) => candidate === given);
  if (value !== undefined) return value;
  const message = `Invalid value for '${name}': expected one of ${allowed.join(", ")}.`;
  throw new Refusal(400, message, { code: "invalid_value", param: name });
}

/** One page of the records, in listing order. */
export function page<Item extends { id: string }, Wire>(
  call: AdminCall,
  items: Item[],
  toWire: (item: Item) => Wire,
): Listing<Wire> {
  const limit = parseLimit(call.query.get("limit"));
  const after = call.query.get("after");
  const start = after ? items.findIndex(({ id }) => id === after) + 1 : 0;
  if (after && start === 0) throw new Refusal(404, `No such object: ${after}`, { param: "after" });
  const shown = items.slice(start, start + limit);
  return {
    object: "list",
    data: shown.map(toWire),
    first_id: shown.at(0)?.id ?? null,
    last_id: shown.at(-1)?.id ?? null,
    has_more: start + limit < items.length,
  };
}

function parseLimit(given: string | null): number {
  if (given === null) return 20;
  const limit = /^\d{1,9}$/.test(given) ? Number(given) : 0;
  if (limit >= 1 && limit <= 100) return limit;
  const message = "Invalid value for 'limit': expected an integer from 1 to 100.";
  throw new Refusal(400, message, { code: "invalid_value", param: "limit" });
}

export const lifetimeSchema = z.int().min(1).max(31_536_000).nullable().optional();

/** Checks a new key's expiry against the organisation's policy. */
export function requireLifetime({ settings }: AdminCall, seconds: number | null): void {
  const most = settings.maxKeyLifetimeSeconds;
  if (most === null || (seconds !== null && seconds <= most)) return;
  const message = `Your organization requires API keys to expire: 'expires_in_seconds' must be provided and must not exceed ${most}.`;
  throw new Refusal(400, message, { param: "expires_in_seconds" });
}
