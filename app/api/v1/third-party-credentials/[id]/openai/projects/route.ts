import { z } from "zod";
import { idSchema } from "@/lib/api/common";
import { projectListSchema } from "@/lib/api/third-party-credentials";
import { route } from "@/lib/http/handle";
import { listProjects } from "@/lib/third-party-credentials/list-projects";

export const GET = route(
  {
    summary: "Every active project that the admin key sees at OpenAI, live, sorted by name.",
    params: z.object({ id: idSchema }),
    answer: projectListSchema,
  },
  async ({ ctx, params }) => ({ projects: await listProjects(ctx, params) }),
);
