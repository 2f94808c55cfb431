import * as z from "zod";

/** Times are milliseconds since 1970. Only the API's responses use seconds. */
const time = z.number();

export const settingsSchema = z.strictObject({
  mintStatus: z.union([z.literal(200), z.literal(201)]),
  duplicateNames: z.enum(["allowed", "refused"]),
  /** How long a new account is missing from listings. Reading it by ID finds it immediately. */
  listingDelayMs: z.int().min(0),
  /** In how many listings of its project a new account is left out, whatever the time. */
  listingDelayListings: z.int().min(0),
  /** If set, a new key must request an expiry no later than this. */
  maxKeyLifetimeSeconds: z.int().min(1).nullable(),
  /** Whether an account that has a key may get another one. If not: 409. */
  secondKey: z.enum(["allowed", "refused"]),
  /** OpenAI says that lists contain enabled keys. Whether that holds for a key that it disabled itself isn't known. */
  listDisabledKeys: z.boolean(),
  permissionError: z.enum(["object", "string"]),
  /** IP addresses from which the organisation may be used. Null: from everywhere. */
  allowedIps: z.array(z.string()).nullable(),
  /** Whether calls come from a supported country. */
  country: z.enum(["supported", "unsupported"]),
  /** Whether a policy allows service accounts to have keys. */
  serviceAccountKeys: z.enum(["allowed", "refused"]),
  /** How long a new key is rejected, until it is known everywhere. */
  keyPropagationMs: z.int().min(0),
});

/** Settings of one organisation. Others come from the defaults. JSON has no undefined. */
export const someSettingsSchema = settingsSchema.partial().transform((some) => some as Partial<Settings>);

export const defaultSettings: Settings = {
  mintStatus: 200,
  duplicateNames: "allowed",
  listingDelayMs: 0,
  listingDelayListings: 0,
  maxKeyLifetimeSeconds: null,
  secondKey: "allowed",
  listDisabledKeys: false,
  permissionError: "object",
  allowedIps: null,
  country: "supported",
  serviceAccountKeys: "allowed",
  keyPropagationMs: 0,
};

const organizationSchema = z.object({ id: z.string(), name: z.string(), settings: someSettingsSchema });

/** Organization Administration: Write, Read only, or neither. */
export const scopesSchema = z.enum(["write", "read", "none"]);

const adminKeySchema = z.object({
  id: z.string(),
  organizationId: z.string(),
  name: z.string(),
  value: z.string(),
  scopes: scopesSchema,
  createdAt: time,
  expiresAt: time.nullable(),
  revokedAt: time.nullable(),
  lastUsedAt: time.nullable(),
});

const projectSchema = z.object({
  id: z.string(),
  organizationId: z.string(),
  name: z.string(),
  createdAt: time,
  archivedAt: time.nullable(),
  /**
   * GLOBAL, or where its data is kept, such as EU_STORAGE_PROCESSING: then its keys work only at that
   * region's host.
   */
  residency: z.string().default("GLOBAL"),
  /** IP addresses from which its keys may be used. Null: from everywhere. */
  allowedIps: z.array(z.string()).nullable().default(null),
  /** How often its service accounts were listed. The pages of one listing count once. */
  listings: z.int(),
});

const serviceAccountKeySchema = z.object({
  id: z.string(),
  serviceAccountId: z.string(),
  name: z.string(),
  value: z.string(),
  createdAt: time,
  expiresAt: time.nullable(),
  lastUsedAt: time.nullable(),
  /** Disabled by OpenAI, which does this to keys it finds in public. */
  disabledAt: time.nullable().default(null),
});

const serviceAccountSchema = z.object({
  id: z.string(),
  organizationId: z.string(),
  projectId: z.string(),
  name: z.string(),
  role: z.enum(["member", "owner", "none"]),
  createdAt: time,
  listedFrom: time,
  listedFromListing: z.int(),
  keys: z.array(serviceAccountKeySchema),
});

const historyEntrySchema = z.object({
  seq: z.int(),
  at: time,
  /** The HTTP method, or CONTROL for actions outside the API. */
  method: z.string(),
  /** With its query. */
  path: z.string(),
  /** The status sent. Null while the call is open, if nothing was sent, and for CONTROL. */
  status: z.int().nullable(),
  organizationId: z.string().nullable(),
  projectId: z.string().nullable(),
  /** The `name` in the request's body. */
  name: z.string().nullable(),
  serviceAccountId: z.string().nullable(),
  /** What happened to the service account or a key of it, whether or not the caller received it. */
  effect: z.enum(["created", "deleted", "key_deleted", "key_disabled", "key_limited"]).nullable(),
  effectAt: time.nullable(),
  /** Whether the whole response was sent. */
  answered: z.boolean(),
  /** When the call was over: answered, cut, or abandoned by its caller. */
  endedAt: time.nullable(),
  /** The kind of fault that was applied. */
  fault: z.string().nullable(),
  requestId: z.string().nullable(),
});

export const savedStateSchema = z.object({
  version: z.literal(1),
  /** A file of an older version has fewer. */
  settings: someSettingsSchema,
  organizations: z.array(organizationSchema),
  adminKeys: z.array(adminKeySchema),
  projects: z.array(projectSchema),
  serviceAccounts: z.array(serviceAccountSchema),
  history: z.array(historyEntrySchema),
  lastSeq: z.int(),
});

export type Settings = z.infer<typeof settingsSchema>;
export type Organization = z.infer<typeof organizationSchema>;
export type AdminKey = z.infer<typeof adminKeySchema>;
export type Project = z.infer<typeof projectSchema>;
export type ServiceAccount = z.infer<typeof serviceAccountSchema>;
export type ServiceAccountKey = z.infer<typeof serviceAccountKeySchema>;
export type HistoryEntry = z.infer<typeof historyEntrySchema>;
export type SavedState = z.infer<typeof savedStateSchema>;
