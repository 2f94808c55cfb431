import * as z from "zod";
import { configurationJsonSchema } from "@/lib/api/configuration";
import { route } from "@/lib/http/handle";

let schema: Record<string, unknown> | undefined;

/** The same for everyone: editors ask without a login. Made once, because anyone may ask. */
export const GET = route(
  {
    summary: "Get the JSON Schema of the configuration file, for editors",
    public: true,
    answer: z.record(z.string(), z.unknown()),
  },
  () => Promise.resolve((schema ??= { ...configurationJsonSchema() })),
);
