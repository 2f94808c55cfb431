import { denyCliLoginSchema } from "@/lib/api/cli-logins";
import { route } from "@/lib/http/handle";
import { denyCliLogin } from "@/lib/tokens/cli-login";

export const POST = route(
  {
    summary: "Deny a command-line login",
    limit: "login",
    body: denyCliLoginSchema,
  },
  async ({ ctx, body }) => await denyCliLogin(ctx, body),
);
