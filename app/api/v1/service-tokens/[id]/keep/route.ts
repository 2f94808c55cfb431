import { pathIdSchema } from "@/lib/api/common";
import { serviceTokenSchema } from "@/lib/api/service-tokens";
import { route } from "@/lib/http/handle";
import { keepToken } from "@/lib/tokens/keep-token";

export const POST = route(
  {
    summary: "Lets a service token outlive its maker. Only an owner may.",
    params: pathIdSchema,
    answer: serviceTokenSchema,
  },
  async ({ ctx, params }) => await keepToken(ctx, params),
);
