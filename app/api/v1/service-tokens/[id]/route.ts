import { tokenTag } from "@/lib/requests/tags";
import { pathIdSchema } from "@/lib/api/common";
import { serviceTokenSchema, updateServiceTokenSchema } from "@/lib/api/service-tokens";
import { route } from "@/lib/http/handle";
import { getToken } from "@/lib/tokens/get-token";
import { revokeToken } from "@/lib/tokens/revoke-token";
import { updateToken } from "@/lib/tokens/update-token";

export const GET = route(
  { summary: "Get a service token", params: pathIdSchema, answer: serviceTokenSchema, tag: tokenTag },
  async ({ ctx, params }) => await getToken(ctx, params),
);

export const PATCH = route(
  {
    summary: "Rename a service token, or change its expiry. Tokens that it created expire no later",
    params: pathIdSchema,
    body: updateServiceTokenSchema,
    answer: serviceTokenSchema,
    tag: tokenTag,
    ifMatch: true,
    current: async ({ ctx, params }) => await getToken(ctx, params),
  },
  async ({ ctx, params, body }) => await updateToken(ctx, { ...body, ...params }),
);

export const DELETE = route(
  { summary: "Revoke a service token immediately", params: pathIdSchema, ifMatch: true },
  async ({ ctx, params }) => await revokeToken(ctx, params),
);
