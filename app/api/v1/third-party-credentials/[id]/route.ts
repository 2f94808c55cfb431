import { editedTag } from "@/lib/requests/tags";
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
  { summary: "Get a third-party credential", params, answer: thirdPartyCredentialSchema, tag: editedTag },
  async ({ ctx, params }) => await getThirdPartyCredential(ctx, params),
);

export const PATCH = route(
  {
    summary: "Edit a third-party credential. A new admin key is checked at OpenAI first",
    cost: "provider",
    params,
    body: updateThirdPartyCredentialSchema,
    answer: thirdPartyCredentialSchema,
    tag: editedTag,
    ifMatch: true,
    current: async ({ ctx, params }) => await getThirdPartyCredential(ctx, params),
  },
  async ({ ctx, params, body }) => await updateThirdPartyCredential(ctx, { ...params, ...body }),
);

export const DELETE = route(
  { summary: "Delete a third-party credential that nothing uses", params, ifMatch: true },
  async ({ ctx, params }) => {
    await deleteThirdPartyCredential(ctx, params);
  },
);
