import { startCliLoginSchema, startedCliLoginSchema } from "@/lib/api/cli-logins";
import { route } from "@/lib/http/handle";
import { startCliLogin } from "@/lib/tokens/cli-login";

export const POST = route(
  {
    summary: "Request a command-line login, which a member approves in the console",
    public: true,
    limit: "login",
    body: startCliLoginSchema,
    answer: startedCliLoginSchema,
    status: 201,
    location: ({ id }) => `/cli-logins/${id}`,
  },
  async ({ ctx, body }) => await startCliLogin(ctx, body),
);
