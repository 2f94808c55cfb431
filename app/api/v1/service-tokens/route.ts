import { tokenTag } from "@/lib/requests/tags";
import { namedListQuerySchema } from "@/lib/api/labels";
import {
  createdServiceTokenSchema,
  createServiceTokenSchema,
  serviceTokenListSchema,
} from "@/lib/api/service-tokens";
import { route } from "@/lib/http/handle";
import { createToken } from "@/lib/tokens/create-token";
import { listTokens } from "@/lib/tokens/list-tokens";

export const GET = route(
  {
    summary: "List service tokens",
    query: namedListQuerySchema,
    answer: serviceTokenListSchema,
  },
  async ({ ctx, query }) => await listTokens(ctx, query),
);

export const POST = route(
  {
    summary: "Create a service token. The token is returned once",
    body: createServiceTokenSchema,
    answer: createdServiceTokenSchema,
    status: 201,
    location: ({ id }) => `/service-tokens/${id}`,
    tag: tokenTag,
  },
  async ({ ctx, body }) => await createToken(ctx, body),
);
