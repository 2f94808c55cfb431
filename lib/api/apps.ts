import * as z from "zod";
import { idSchema, nameSchema, nextCursorSchema } from "./common";

export const environmentSchema = z.object({ id: idSchema, name: z.string() });
/** An environment fetched on its own, with its app. */
export const placedEnvironmentSchema = environmentSchema.extend({ appId: idSchema, appName: z.string() });
export const appSchema = z.object({
  id: idSchema,
  name: z.string(),
  environments: z.array(environmentSchema),
});
export const appListSchema = z.object({ apps: z.array(appSchema), nextCursor: nextCursorSchema });
export const createAppSchema = z.strictObject({ name: nameSchema });
export const updateAppSchema = z.strictObject({
  name: nameSchema.optional(),
  /** All environments, in display order. */
  environmentIds: z.array(idSchema).max(500).optional(),
});
export const environmentNameSchema = z.strictObject({ name: nameSchema });
export type Environment = z.infer<typeof environmentSchema>;
export type PlacedEnvironment = z.infer<typeof placedEnvironmentSchema>;
export type UpdateApp = z.infer<typeof updateAppSchema>;
export type App = z.infer<typeof appSchema>;
