import * as z from "zod";
import { idSchema } from "@/lib/api/common";
import { projectListSchema, projectsQuerySchema } from "@/lib/api/third-party-credentials";
import { route } from "@/lib/http/handle";
import { listProjects } from "@/lib/third-party-credentials/list-projects";

export const GET = route(
  {
    summary: "List the active OpenAI projects that the credential may use, read live and sorted by name",
    params: z.object({ id: idSchema }),
    cost: "provider",
    query: projectsQuerySchema,
    answer: projectListSchema,
  },
  async ({ ctx, params, query }) => ({
    projects: await listProjects(ctx, { ...params, all: query.all === "true" }),
  }),
);
