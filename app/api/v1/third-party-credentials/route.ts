import { editedTag } from "@/lib/requests/tags";
import { namedListQuerySchema } from "@/lib/api/labels";
import {
  createThirdPartyCredentialSchema,
  thirdPartyCredentialListSchema,
  thirdPartyCredentialSchema,
} from "@/lib/api/third-party-credentials";
import { route } from "@/lib/http/handle";
import { createThirdPartyCredential } from "@/lib/third-party-credentials/create-third-party-credential";
import { listThirdPartyCredentials } from "@/lib/third-party-credentials/list-third-party-credentials";

export const GET = route(
  {
    summary: "List third-party credentials, without their keys",
    query: namedListQuerySchema,
    answer: thirdPartyCredentialListSchema,
  },
  async ({ ctx, query }) => await listThirdPartyCredentials(ctx, query),
);

export const POST = route(
  {
    summary: "Check an admin key at OpenAI and save it",
    cost: "provider",
    body: createThirdPartyCredentialSchema,
    answer: thirdPartyCredentialSchema,
    status: 201,
    location: ({ id }) => `/third-party-credentials/${id}`,
    tag: editedTag,
  },
  async ({ ctx, body }) => await createThirdPartyCredential(ctx, body),
);
