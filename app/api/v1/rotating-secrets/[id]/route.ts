import { rotatingSecretTag } from "@/lib/requests/tags";
import * as z from "zod";
import { idSchema } from "@/lib/api/common";
import {
  rotatingSecretSchema,
  updateQuerySchema,
  updateRotatingSecretSchema,
} from "@/lib/api/rotating-secrets";
import { route } from "@/lib/http/handle";
import { deleteRotatingSecret } from "@/lib/rotation/commands/delete-rotating-secret";
import { previewUpdate, updateRotatingSecret } from "@/lib/rotation/commands/update-rotating-secret";
import { getRotatingSecret } from "@/lib/rotation/queries/get-rotating-secret";

const params = z.object({ id: idSchema });

export const GET = route(
  { summary: "Get a rotating secret", params, answer: rotatingSecretSchema, tag: rotatingSecretTag },
  async ({ ctx, params }) => await getRotatingSecret(ctx, params),
);

export const PATCH = route(
  {
    summary:
      "Edit a rotating secret. A rotation in progress keeps its values. With dryRun=true, only preview the edit",
    cost: "change",
    params,
    query: updateQuerySchema,
    body: updateRotatingSecretSchema,
    answer: rotatingSecretSchema,
    tag: rotatingSecretTag,
    ifMatch: true,
    current: async ({ ctx, params }) => await getRotatingSecret(ctx, params),
  },
  async ({ ctx, params, query, body }) => {
    const edit = query.dryRun === "true" ? previewUpdate : updateRotatingSecret;
    return await edit(ctx, { ...params, ...body });
  },
);

export const DELETE = route(
  {
    summary: "Delete a rotating secret and revoke its live credentials. Failed revocations stay outstanding",
    cost: "change",
    params,
    ifMatch: true,
  },
  async ({ ctx, params }) => {
    await deleteRotatingSecret(ctx, params);
  },
);
