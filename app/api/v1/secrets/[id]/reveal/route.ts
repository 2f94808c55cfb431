import { pathIdSchema } from "@/lib/api/common";
import { revealedSecretSchema } from "@/lib/api/secrets";
import { route } from "@/lib/http/handle";
import { revealSecret } from "@/lib/secrets/reveal-secret";

export const POST = route(
  {
    summary: "Read one value",
    params: pathIdSchema,
    answer: revealedSecretSchema,
    limit: "reveal",
    readsValues: true,
  },
  async ({ ctx, params }) => await revealSecret(ctx, params),
);
