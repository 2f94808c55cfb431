import { z } from "zod";
import { idSchema, nameSchema } from "./common";

export const environmentSchema = z.object({ id: idSchema, name: z.string() });
export const appSchema = z.object({
  id: idSchema,
  name: z.string(),
  environments: z.array(environmentSchema),
});
export const appListSchema = z.object({ apps: z.array(appSchema) });
export const createAppSchema = z.strictObject({ name: nameSchema });
export type App = z.infer<typeof appSchema>;
