import * as z from "zod";
import { configurationJsonSchema } from "@/lib/api/configuration";
import { route } from "@/lib/http/handle";

/** The same for everyone: editors ask without a login. */
export const GET = route(
  {
    summary: "Get the JSON Schema of the configuration file, for editors",
    public: true,
    answer: z.record(z.string(), z.unknown()),
  },
  () => Promise.resolve({ ...configurationJsonSchema() }),
);
