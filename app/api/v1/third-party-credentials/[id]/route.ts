import * as z from "zod";
import { idSchema } from "@/lib/api/common";
import {
  thirdPartyCredentialSchema,
  updateThirdPartyCredentialSchema,
} from "@/lib/api/third-party-credentials";
import { route } from "@/lib/http/handle";
import { deleteThirdPartyCredential } from "@/lib/third-party-credentials/delete-third-party-credential";
import { getThirdPartyCredential } from "@/lib/third-party-credentials/get-third-party-credential";
import { updateThirdPartyCredential } from "@/lib/third-party-credentials/update-third-party-credential";

const params = z.object({ id: idSchema });

export const GET = route(
  { summary: "One third-party credential.", params, answer: thirdPartyCredentialSchema },
  async ({ ctx, params }) => await getThirdPartyCredential(ctx, params),
);

export const PATCH = route(
  {
    summary: "Renames it, or replaces its admin key after the same check as at creation.",
    params,
    body: updateThirdPartyCredentialSchema,
    answer: thirdPartyCredentialSchema,
  },
  async ({ ctx, params, body }) => await updateThirdPartyCredential(ctx, { ...params, ...body }),
);

export const DELETE = route(
  { summary: "Removes it when nothing needs it.", params },
  async ({ ctx, params }) => {
    await deleteThirdPartyCredential(ctx, params);
  },
);
