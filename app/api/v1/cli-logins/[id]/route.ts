import { cliLoginStateSchema } from "@/lib/api/cli-logins";
import { pathIdSchema } from "@/lib/api/common";
import { route } from "@/lib/http/handle";
import { getCliLogin } from "@/lib/tokens/cli-login";

export const GET = route(
  {
    summary: "Check whether a command-line login was approved",
    public: true,
    params: pathIdSchema,
    answer: cliLoginStateSchema,
  },
  async ({ ctx, params }) => await getCliLogin(ctx, params),
);
