import { pathIdSchema } from "@/lib/api/common";
import { secretRowListSchema } from "@/lib/api/secrets";
import { route } from "@/lib/http/handle";
import { listRows } from "@/lib/secrets/list-rows";

export const GET = route(
  {
    summary: "The rows of an environment without values.",
    params: pathIdSchema,
    answer: secretRowListSchema,
  },
  async ({ ctx, params }) => ({ secrets: await listRows(ctx, { environmentId: params.id }) }),
);
