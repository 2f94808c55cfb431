import { secretTag } from "@/lib/requests/tags";
import { pathIdSchema } from "@/lib/api/common";
import { secretRowSchema, updateSecretSchema } from "@/lib/api/secrets";
import { route } from "@/lib/http/handle";
import { deleteSecret } from "@/lib/secrets/delete-secret";
import { getSecret } from "@/lib/secrets/get-secret";
import { updateSecret } from "@/lib/secrets/update-secret";

export const GET = route(
  {
    summary: "Get a secret, without its value",
    params: pathIdSchema,
    answer: secretRowSchema,
    tag: secretTag,
  },
  async ({ ctx, params }) => await getSecret(ctx, params),
);

export const PATCH = route(
  {
    summary: "Edit a secret. An output of a rotating secret takes a new name or comment, never a value",
    params: pathIdSchema,
    body: updateSecretSchema,
    answer: secretRowSchema,
    tag: secretTag,
    ifMatch: true,
    current: async ({ ctx, params }) => await getSecret(ctx, params),
    maxBodyBytes: 262_144,
  },
  async ({ ctx, params, body }) => await updateSecret(ctx, { ...body, id: params.id }),
);

export const DELETE = route(
  { summary: "Delete a static secret", params: pathIdSchema, ifMatch: true },
  async ({ ctx, params }) => await deleteSecret(ctx, params),
);
