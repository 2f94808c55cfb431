import { cliLoginSchema, readCliLoginSchema } from "@/lib/api/cli-logins";
import { route } from "@/lib/http/handle";
import { readCliLogin } from "@/lib/tokens/cli-login";

// A POST, so that no URL contains the code.
export const POST = route(
  {
    summary: "Get the command-line login that waits for approval with this code",
    limit: "login",
    body: readCliLoginSchema,
    answer: cliLoginSchema,
  },
  async ({ ctx, body }) => await readCliLogin(ctx, body),
);
