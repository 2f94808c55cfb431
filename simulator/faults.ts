import { validateHeaderName, validateHeaderValue } from "node:http";
import * as z from "zod";
import { newId } from "./ids.ts";

const pattern = z.string().refine((source) => succeeds(() => new RegExp(source)), "not a regular expression");
const headerName = z.string().refine((name) => succeeds(() => validateHeaderName(name)), "not a header name");
const headerValue = z
  .string()
  .refine((value) => succeeds(() => validateHeaderValue("x-value", value)), "not a header value");

const matchSchema = z.strictObject({
  method: z.string().toUpperCase().optional(),
  /** Matched against the path without its query, `/v1/organization/…`. */
  pathPattern: pattern.optional(),
  /** How many calls it affects. Null until cleared. */
  times: z.int().min(1).nullable().default(1),
  probability: z.number().min(0).max(1).default(1),
  adminKey: z.string().optional(),
  /** Only at this region's host, such as eu. */
  region: z.string().optional(),
});

const common = { id: z.string().min(1).optional(), match: matchSchema.prefault({}) };
const when = z.enum(["before", "after"]).default("before");

const answer = {
  status: z.int().min(200).max(599),
  body: z.enum(["object", "string", "html", "empty_object"]).default("object"),
  code: z.string().nullable().optional(),
  message: z.string().optional(),
  /** Whole seconds, or the literal header. */
  retryAfter: z.union([z.int().min(0), headerValue]).optional(),
  /** With a 3xx, `location` makes it a redirect. */
  headers: z.record(headerName, headerValue).default({}),
};

export const faultSchema = z.discriminatedUnion("kind", [
  /** Sends this response, this many milliseconds later, and does nothing. */
  z.strictObject({ ...common, kind: z.literal("status"), ...answer, afterMs: z.int().min(0).default(0) }),
  /** Does what was requested, then sends this response. */
  z.strictObject({ ...common, kind: z.literal("status_after"), ...answer }),
  /** Resets the connection. Nothing was done. */
  z.strictObject({ ...common, kind: z.literal("drop_before") }),
  /** Resets the connection. The request was done. */
  z.strictObject({ ...common, kind: z.literal("drop_after") }),
  /** Waits before it acts, or between acting and responding. Acts even if the caller has disconnected meanwhile. */
  z.strictObject({ ...common, kind: z.literal("delay"), ms: z.int().min(0), when }),
  /** Never responds. "after" has acted. */
  z.strictObject({ ...common, kind: z.literal("hang"), when }),
  /** Never responds, and acts only after its caller has disconnected: the slow commit after the client's death. */
  z.strictObject({ ...common, kind: z.literal("late_effect"), ms: z.int().min(0).default(0) }),
  /** Acts, then sends half of the response: as if it were complete, or with the connection cut. */
  z.strictObject({ ...common, kind: z.literal("truncate"), cut: z.boolean().default(false) }),
  /** Acts, then sends a response of this size. */
  z.strictObject({
    ...common,
    kind: z.literal("huge"),
    bytes: z
      .int()
      .min(1)
      .max(2 ** 28)
      .default(8 * 2 ** 20),
  }),
  /** Mints, but the response has no key. */
  z.strictObject({ ...common, kind: z.literal("api_key_null") }),
  /** Mints, but the response has another name. */
  z.strictObject({ ...common, kind: z.literal("wrong_name"), name: z.string().optional() }),
]);

export type FaultInput = z.input<typeof faultSchema>;
/** Which faults occur, and for which calls. */
export type Fault = z.output<typeof faultSchema>;
export type StatusFault = Extract<Fault, { kind: "status" | "status_after" }>;

type Armed = { id: string; fault: Fault; path: RegExp | null; left: number | null };
type Call = { method: string; path: string; bearer: string | null; region: string | null };

/** Only a mint's response has what these two change, so they wait for one. */
const MINT_ONLY: ReadonlySet<Fault["kind"]> = new Set(["api_key_null", "wrong_name"]);
const MINT_PATH = /\/service_accounts$/;

export class FaultBook {
  #armed: Armed[] = [];
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  add(input: FaultInput): string {
    const fault = faultSchema.parse(input);
    const id = fault.id ?? newId.fault();
    const path = fault.match.pathPattern === undefined ? null : new RegExp(fault.match.pathPattern);
    this.#armed = [
      ...this.#armed.filter((armed) => armed.id !== id),
      { id, fault, path, left: fault.match.times },
    ];
    return id;
  }

  clear(id?: string): void {
    this.#armed = id === undefined ? [] : this.#armed.filter((armed) => armed.id !== id);
  }

  list(): { id: string; fault: Fault; left: number | null }[] {
    return this.#armed.map(({ id, fault, left }) => ({ id, fault, left }));
  }

  /** The fault for this call, oldest first, with its count reduced by one. */
  take(call: Call): Fault | null {
    const hit = this.#armed.find((armed) => strikes(armed, call, this.#random));
    if (!hit) return null;
    if (hit.left !== null) {
      hit.left -= 1;
      if (hit.left === 0) this.clear(hit.id);
    }
    return hit.fault;
  }
}

function strikes({ fault, path }: Armed, call: Call, random: () => number): boolean {
  const { method, adminKey, region, probability } = fault.match;
  if (method !== undefined && method !== call.method) return false;
  if (path && !path.test(call.path)) return false;
  if (adminKey !== undefined && adminKey !== call.bearer) return false;
  if (region !== undefined && region !== call.region) return false;
  if (MINT_ONLY.has(fault.kind) && !(call.method === "POST" && MINT_PATH.test(call.path))) return false;
  return probability === 1 || random() < probability;
}

function succeeds(action: () => void): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}
