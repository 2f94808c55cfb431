import * as z from "zod";
import { applyQuerySchema, applySchema, planSchema } from "@/lib/api/configuration";
import { applyConfiguration, previewConfiguration } from "@/lib/configuration/apply";
import { exportConfiguration } from "@/lib/configuration/write-file";
import { route } from "@/lib/http/handle";
import { actorNow } from "@/lib/http/request-actor";
import { env } from "@/lib/settings/env";

const SCHEMA = "/api/v1/configuration/schema";

export const GET = route(
  {
    summary: "Export the configuration as a file that can be applied. It contains no secret",
    cost: "import",
    status: 200,
    otherAnswers: {
      200: {
        description: "The apps, credentials, rotating secrets, service tokens and webhooks that you may see.",
        mediaTypes: { "application/yaml": z.string() },
      },
    },
  },
  async ({ ctx }) =>
    new Response(await exportConfiguration(ctx, new URL(SCHEMA, env().nextAuthUrl).href), {
      headers: {
        "content-type": "application/yaml; charset=utf-8",
        "content-disposition": 'attachment; filename="phase.yaml"',
      },
    }),
);

export const POST = route(
  {
    summary:
      "Apply a configuration file. With dryRun=true, only plan it. Repeat the request with the new plan while steps are left",
    query: applyQuerySchema,
    body: applySchema,
    answer: planSchema,
    cost: "import",
    maxBodyBytes: 524_288,
  },
  async ({ ctx, query, body, request }) =>
    query.dryRun === "true"
      ? await previewConfiguration(ctx, body)
      : await applyConfiguration(ctx, body, async () => await actorNow(ctx.db, request)),
);
