import {
  createdServiceTokenSchema,
  createServiceTokenSchema,
  serviceTokenListSchema,
} from "@/lib/api/service-tokens";
import { route } from "@/lib/http/handle";
import { createToken } from "@/lib/tokens/create-token";
import { listTokens } from "@/lib/tokens/list-tokens";

export const GET = route(
  { summary: "Service tokens, without the tokens themselves.", answer: serviceTokenListSchema },
  async ({ ctx }) => ({ serviceTokens: await listTokens(ctx) }),
);

export const POST = route(
  {
    summary: "Makes a service token. This answer alone shows it.",
    body: createServiceTokenSchema,
    answer: createdServiceTokenSchema,
    status: 201,
  },
  async ({ ctx, body }) => await createToken(ctx, body),
);
