import { pathIdSchema } from "@/lib/api/common";
import { serviceTokenSchema } from "@/lib/api/service-tokens";
import { route } from "@/lib/http/handle";
import { keepToken } from "@/lib/tokens/keep-token";

export const POST = route(
  {
    summary: "Keep a service token after its creator leaves. Owners only",
    params: pathIdSchema,
    answer: serviceTokenSchema,
  },
  async ({ ctx, params }) => await keepToken(ctx, params),
);
