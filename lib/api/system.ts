/** The state of this installation, for those who run it. Client-safe. */
import * as z from "zod";
import { timeSchema } from "./common";

/** What needs someone's attention. `message` says what to do. */
export const SYSTEM_PROBLEMS = [
  "sealed",
  "no_worker",
  "versions_differ",
  "lossy_database",
  "clocks_differ",
  "untrusted_proxy",
  "unencrypted_network",
  "admin_keys_uncompared",
] as const;

const seconds = z.number().nonnegative();
const count = z.number().int().nonnegative();
const bytes = z.number().int().nonnegative();

export const systemSchema = z.object({
  /** The version of the web process that responded. */
  version: z.string(),
  instanceId: z.string(),
  problems: z.array(z.object({ code: z.enum(SYSTEM_PROBLEMS), message: z.string() })),
  workers: z.array(
    z.object({
      id: z.string(),
      /** Null: unknown. */
      version: z.string().nullable(),
      startedAt: timeSchema,
      lastSeenAt: timeSchema,
      alive: z.boolean(),
    }),
  ),
  work: z.object({
    /** How long the oldest due rotation and the oldest due revocation have been due. 0 if none is due. */
    oldestRotationSeconds: seconds,
    oldestRevocationSeconds: seconds,
    rotationsOverdue: count,
    revocationsOverdue: count,
    unknownOutcomes: count,
  }),
  adminKeys: z.object({
    valid: count,
    invalid: count,
    /** The longest ago that service accounts were compared. Null: never, or there is no admin key. */
    comparedSince: timeSchema.nullable(),
  }),
  database: z.object({
    /** PostgreSQL's version. */
    version: z.string(),
    bytes,
    /** The growth since the first recorded day of the last month. Null until there is one. */
    growth: z.object({ since: z.iso.date(), bytes: z.number().int() }).nullable(),
    parts: z.array(z.object({ name: z.string(), bytes })),
    connections: z.object({ used: count, most: count }),
    /** How far its clock is ahead of the web process's, in seconds. */
    clockAheadSeconds: z.number(),
  }),
  /** The keys of the ring, the encrypting one first. */
  encryptionKeys: z.array(z.object({ id: z.string(), firstSeenAt: timeSchema.nullable() })),
});
export type System = z.infer<typeof systemSchema>;
