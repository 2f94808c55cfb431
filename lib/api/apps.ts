import * as z from "zod";
import { idSchema, nameSchema, nextCursorSchema } from "./common";
import { labelsSchema, shownLabelsSchema } from "./labels";

export const environmentSchema = z.object({ id: idSchema, name: z.string(), labels: shownLabelsSchema });
/** An environment fetched on its own, with its app. */
export const placedEnvironmentSchema = environmentSchema.extend({ appId: idSchema, appName: z.string() });
export const appSchema = z.object({
  id: idSchema,
  name: z.string(),
  labels: shownLabelsSchema,
  environments: z.array(environmentSchema),
});
export const appListSchema = z.object({ apps: z.array(appSchema), nextCursor: nextCursorSchema });
export const createAppSchema = z.strictObject({ name: nameSchema, labels: labelsSchema.optional() });
export const updateAppSchema = z.strictObject({
  name: nameSchema.optional(),
  /** All environments, in display order. */
  environmentIds: z.array(idSchema).max(500).optional(),
  labels: labelsSchema.optional(),
});
export const createEnvironmentSchema = z.strictObject({ name: nameSchema, labels: labelsSchema.optional() });
export const updateEnvironmentSchema = z
  .strictObject({ name: nameSchema.optional(), labels: labelsSchema.optional() })
  .refine((body) => Object.values(body).some((value) => value !== undefined), "Nothing to change.");
export type Environment = z.infer<typeof environmentSchema>;
export type PlacedEnvironment = z.infer<typeof placedEnvironmentSchema>;
export type UpdateEnvironment = z.infer<typeof updateEnvironmentSchema>;
export type UpdateApp = z.infer<typeof updateAppSchema>;
export type App = z.infer<typeof appSchema>;
