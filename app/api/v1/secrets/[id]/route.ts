import { pathIdSchema } from "@/lib/api/common";
import { secretRowSchema, updateSecretSchema } from "@/lib/api/secrets";
import { route } from "@/lib/http/handle";
import { deleteSecret } from "@/lib/secrets/delete-secret";
import { updateSecret } from "@/lib/secrets/update-secret";

export const PATCH = route(
  {
    summary: "Changes a row. One of a rotating secret takes a new key name or comment, never a value.",
    params: pathIdSchema,
    body: updateSecretSchema,
    answer: secretRowSchema,
    maxBodyBytes: 262_144,
  },
  async ({ ctx, params, body }) => await updateSecret(ctx, { ...body, id: params.id }),
);

export const DELETE = route(
  { summary: "Removes a static secret.", params: pathIdSchema },
  async ({ ctx, params }) => await deleteSecret(ctx, params),
);
