import * as z from "zod";
import { PROVIDER_NAMES } from "@/lib/providers/names";
import { labelsSchema, shownLabelsSchema } from "./labels";
import { idSchema, nameSchema, nextCursorSchema, residencySchema, timeSchema } from "./common";
import { wrongCharacters } from "./key-characters";

export const adminApiKeySchema = z
  .string()
  .trim()
  .min(1, "Paste the admin key.")
  .max(500, "Too long for an admin key.")
  .superRefine((key, context) => {
    const wrong = wrongCharacters(key);
    if (wrong === null) return;
    const message = `An admin key can't contain ${wrong}. Paste only the key.`;
    context.addIssue({ code: "custom", message });
  });

/** Where an admin key may be used. Null: everywhere. */
const limitsShape = {
  environmentIds: z
    .array(idSchema)
    .min(1, "Name at least one environment, or send null for all.")
    .max(500)
    .nullable(),
  /** IDs of the provider's projects. */
  projectIds: z
    .array(z.string().trim().min(1).max(200))
    .min(1, "Name at least one project, or send null for all.")
    .max(500)
    .nullable(),
};

export const createThirdPartyCredentialSchema = z.strictObject({
  provider: z.enum(PROVIDER_NAMES),
  name: nameSchema,
  adminApiKey: adminApiKeySchema,
  ...z.object(limitsShape).partial().shape,
  labels: labelsSchema.optional(),
});

export const updateThirdPartyCredentialSchema = z
  .strictObject({ name: nameSchema, adminApiKey: adminApiKeySchema, ...limitsShape, labels: labelsSchema })
  .partial()
  .refine((body) => Object.values(body).some((value) => value !== undefined), "Nothing to change.");

export const unclaimedAccountSchema = z.object({
  projectId: z.string(),
  serviceAccountId: z.string(),
  serviceAccountName: z.string(),
});

export const thirdPartyCredentialSchema = z.object({
  id: idSchema,
  provider: z.enum(PROVIDER_NAMES),
  name: z.string(),
  labels: shownLabelsSchema,
  keyHint: z.string(),
  status: z.enum(["valid", "invalid"]),
  lastFailureMessage: z.string().nullable(),
  lastValidatedAt: timeSchema,
  /** When the admin key expires. Null if it doesn't, or if the provider doesn't say. */
  keyExpiresAt: timeSchema.nullable(),
  /** Rotating secrets that mint with this key or have an outstanding revocation that needs it. */
  usedBy: z.number().int(),
  /** When its service accounts at the provider were last compared with Phase's rows. Null: not yet. */
  inventoriedAt: timeSchema.nullable(),
  /**
   * Accounts whose names match Phase's pattern but that no rotating secret in this installation created.
   * Another installation may have.
   */
  unclaimedAccounts: z.array(unclaimedAccountSchema),
  /** The environments in which it may be used. Null: all. */
  environmentIds: z.array(idSchema).nullable(),
  /** The provider's projects in which it may create keys. Null: all. */
  projectIds: z.array(z.string()).nullable(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
});
export const thirdPartyCredentialListSchema = z.object({
  thirdPartyCredentials: z.array(thirdPartyCredentialSchema),
  nextCursor: nextCursorSchema,
});
/** `all`: also projects that the credential may not use. */
export const projectsQuerySchema = z.strictObject({ all: z.enum(["true", "false"]).optional() });
export const projectListSchema = z.object({
  projects: z.array(z.object({ id: z.string(), name: z.string(), residency: residencySchema.optional() })),
});
export type UnclaimedAccount = z.infer<typeof unclaimedAccountSchema>;
export type ThirdPartyCredential = z.infer<typeof thirdPartyCredentialSchema>;
export type Project = z.infer<typeof projectListSchema>["projects"][number];
