import * as z from "zod";

/** Times are milliseconds since 1970; only the API's answers speak in seconds. */
const time = z.number();

export const settingsSchema = z.strictObject({
  mintStatus: z.union([z.literal(200), z.literal(201)]),
  duplicateNames: z.enum(["allowed", "refused"]),
  /** How long a new account stays out of listings; a retrieve by id finds it at once. */
  listingDelayMs: z.int().min(0),
  /** In how many listings of its project a new account is left out, however much time goes by. */
  listingDelayListings: z.int().min(0),
  /** When set, a new key must ask for an expiry no later than this. */
  maxKeyLifetimeSeconds: z.int().min(1).nullable(),
  /** Whether an account that holds a key may be given another one; refused answers 409. */
  secondKey: z.enum(["allowed", "refused"]),
  /** OpenAI says that lists hold enabled keys; whether it keeps to that for one it disabled itself is not known. */
  listDisabledKeys: z.boolean(),
  permissionError: z.enum(["object", "string"]),
  /** Addresses from which the organization is used; null: from everywhere. */
  allowedIps: z.array(z.string()).nullable(),
  /** Whether calls come from a country that is served. */
  country: z.enum(["supported", "unsupported"]),
  /** Whether a policy lets service accounts have keys. */
  serviceAccountKeys: z.enum(["allowed", "refused"]),
  /** For how long a new key is called wrong, until it is known everywhere. */
  keyPropagationMs: z.int().min(0),
});

/** Of an organization: the others are those of all. JSON knows no undefined. */
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
  /** GLOBAL, or where its data is kept, such as EU_STORAGE_PROCESSING: its keys work at that region's host only. */
  residency: z.string().default("GLOBAL"),
  /** Addresses from which its keys are used; null: from everywhere. */
  allowedIps: z.array(z.string()).nullable().default(null),
  /** How often its service accounts were listed; the pages of one listing count once. */
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
  /** Disabled by OpenAI, as it does with a key that it found in public. */
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
  /** The HTTP method, or CONTROL for what was done past the API. */
  method: z.string(),
  /** With its query. */
  path: z.string(),
  /** The status sent; null while the call is open, when nothing was sent, and for CONTROL. */
  status: z.int().nullable(),
  organizationId: z.string().nullable(),
  projectId: z.string().nullable(),
  /** The `name` in the request's body. */
  name: z.string().nullable(),
  serviceAccountId: z.string().nullable(),
  /** What became of the service account or of a key of it, whether or not the caller was told. */
  effect: z.enum(["created", "deleted", "key_deleted", "key_disabled", "key_limited"]).nullable(),
  effectAt: time.nullable(),
  /** Whether the whole answer went out. */
  answered: z.boolean(),
  /** When the call was over: answered, cut, or left by its caller. */
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
