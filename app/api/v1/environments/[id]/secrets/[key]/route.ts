import { GOOD_FOR_HEADER } from "@/lib/api/good-for-header";
import { secretKeyPathSchema, secretValueSchema } from "@/lib/api/secrets";
import { namesTag } from "@/lib/requests/etag";
import { route } from "@/lib/http/handle";
import { readSecret } from "@/lib/secrets/read-secret";

export const GET = route(
  {
    summary:
      "Read one value of an environment by its key. 304 if If-None-Match names the current ETag. To read a key named import or stream, list the environment",
    params: secretKeyPathSchema,
    answer: secretValueSchema,
    cost: "read",
    personLimit: "reveal",
    otherAnswers: { 304: { description: "Nothing has changed since the ETag that If-None-Match names." } },
  },
  async ({ ctx, params, request }) => {
    const isKnown = (tag: string) => namesTag(request.headers.get("if-none-match"), tag);
    const { tag, secret, goodForSeconds } = await readSecret(ctx, {
      environmentId: params.id,
      key: params.key,
      isKnown,
    });
    const headers = {
      etag: `"${tag}"`,
      "cache-control": "no-store",
      ...(goodForSeconds === null ? {} : { [GOOD_FOR_HEADER]: String(goodForSeconds) }),
    };
    if (secret === null) return new Response(null, { status: 304, headers });
    return Response.json(secretValueSchema.parse(secret), { headers });
  },
);
