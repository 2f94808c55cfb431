/** The overview: what needs a person, and every rotating secret a page at a time. Client-safe. */
import * as z from "zod";
import { FAILURE_CODES } from "@/lib/lists/failure-codes";
import {
  OVERVIEW_ORDERS,
  OVERVIEW_SEARCH_MAX_LENGTH,
  OVERVIEW_SORTS,
  OVERVIEW_STATES,
} from "@/lib/lists/overview";
import { fewWords, idSchema, timeSchema, wholeNumber } from "./common";
import { overviewSchema, rotatingSecretSchema } from "./rotating-secrets";

/** A rotating secret with its name and place: enough for a link. */
const secretRefSchema = z.object({
  id: idSchema,
  name: z.string(),
  environmentId: idSchema,
  appName: z.string(),
  environmentName: z.string(),
});
export type SecretRef = z.infer<typeof secretRefSchema>;

/** The first few of `count`. */
const some = { count: z.number().int(), secrets: z.array(secretRefSchema) };
const credential = { thirdPartyCredentialId: idSchema, credentialName: z.string() };

const needSchema = z.discriminatedUnion("kind", [
  /** OpenAI refuses an admin key. Includes the rotating secrets that this has stopped. */
  z.object({
    kind: z.literal("admin_key_refused"),
    ...credential,
    ...some,
    code: z.enum(FAILURE_CODES),
    since: timeSchema.nullable(),
    /** The provider has accepted the key since, so only resuming is left. */
    accepted: z.boolean(),
  }),
  /** Schedules that a failure paused for another reason, grouped by project and reason. */
  z.object({
    kind: z.literal("schedule_stopped"),
    ...some,
    code: z.enum(FAILURE_CODES),
    projectName: z.string(),
    since: timeSchema,
  }),
  z.object({ kind: z.literal("deleted_debts"), count: z.number().int(), since: timeSchema.nullable() }),
  z.object({ kind: z.literal("overdue_revocations"), ...some, since: timeSchema.nullable() }),
  /** OpenAI saw the previous key in use after it was replaced. */
  z.object({
    kind: z.literal("previous_key_used"),
    secret: secretRefSchema,
    lastUsedAt: timeSchema,
    revokeAt: timeSchema.nullable(),
  }),
  z.object({ kind: z.literal("unclaimed_accounts"), ...credential, count: z.number().int() }),
  z.object({
    kind: z.literal("webhook_failing"),
    webhookId: idSchema,
    name: z.string(),
    since: timeSchema,
    count: z.number().int(),
  }),
  z.object({ kind: z.literal("admin_key_expires"), ...credential, at: timeSchema }),
  z.object({ kind: z.literal("token_expires"), tokenId: idSchema, name: z.string(), at: timeSchema }),
  /** Paused by a person, with a rotation due since then. */
  z.object({ kind: z.literal("paused"), ...some, since: timeSchema }),
]);
export type Need = z.infer<typeof needSchema>;

export const needsSchema = z.object({
  /** Counts all rotating secrets. A paused one is also counted by its health. */
  counts: overviewSchema.shape.counts.extend({ paused: z.number().int() }),
  /** Worst first. */
  needs: z.array(needSchema),
  deletedDebts: overviewSchema.shape.deletedDebts,
  activity: overviewSchema.shape.activity,
});
export type Needs = z.infer<typeof needsSchema>;

export const overviewRowsQuerySchema = z.strictObject({
  /** `state`: the worst first. `age`: the oldest key first. */
  sort: z.enum(OVERVIEW_SORTS).default("state"),
  /** `desc` reverses the order, except that of `state` and `owed`. */
  order: z.enum(OVERVIEW_ORDERS).default("asc"),
  /** `owed`: those with an outstanding revocation. */
  state: z.enum(OVERVIEW_STATES).optional(),
  appId: idSchema.optional(),
  environmentId: idSchema.optional(),
  thirdPartyCredentialId: idSchema.optional(),
  /** Each word must occur in the name of the rotating secret, its project, its environment or its app. */
  search: fewWords(
    z.string().trim().max(OVERVIEW_SEARCH_MAX_LENGTH, `At most ${OVERVIEW_SEARCH_MAX_LENGTH} characters.`),
  ).default(""),
  /** The `nextCursor` of the previous page. */
  cursor: z.string().max(2_000).optional(),
  limit: wholeNumber({ min: 1, max: 100 }).default(50),
});
export type OverviewRowsQuery = z.input<typeof overviewRowsQuerySchema>;

const overviewRowSchema = z.object({
  rotatingSecret: rotatingSecretSchema,
  appId: idSchema,
  appName: z.string(),
  environmentName: z.string(),
  /** Since when the current key is current. Null if there is none. */
  keySince: timeSchema.nullable(),
});
export type OverviewRow = z.infer<typeof overviewRowSchema>;

export const overviewRowsSchema = z.object({
  rows: z.array(overviewRowSchema),
  /** Text; null after the last page. */
  nextCursor: z.string().nullable(),
});

export const environmentCountsSchema = z.object({
  /** Environments with rotating secrets. */
  environments: z.array(
    z.object({
      environmentId: idSchema,
      rotatingSecrets: z.number().int(),
      failed: z.number().int(),
      degraded: z.number().int(),
    }),
  ),
});
export type EnvironmentCounts = z.infer<typeof environmentCountsSchema>["environments"][number];
