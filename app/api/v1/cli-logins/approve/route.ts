import { approveCliLoginSchema } from "@/lib/api/cli-logins";
import { serviceTokenSchema } from "@/lib/api/service-tokens";
import { route } from "@/lib/http/handle";
import { approveCliLogin } from "@/lib/tokens/cli-login";

export const POST = route(
  {
    summary: "Approve a command-line login: its token becomes a service token",
    limit: "login",
    body: approveCliLoginSchema,
    answer: serviceTokenSchema,
    status: 201,
    location: ({ id }) => `/service-tokens/${id}`,
  },
  async ({ ctx, body }) => await approveCliLogin(ctx, body),
);
