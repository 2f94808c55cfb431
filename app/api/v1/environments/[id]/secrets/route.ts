import { secretTag } from "@/lib/requests/tags";
import * as z from "zod";
import { pathIdSchema } from "@/lib/api/common";
import {
  createSecretSchema,
  readSecretsQuerySchema,
  secretListSchema,
  secretRowSchema,
} from "@/lib/api/secrets";
import { GOOD_FOR_HEADER } from "@/lib/api/good-for-header";
import { namesTag } from "@/lib/requests/etag";
import { route } from "@/lib/http/handle";
import { createSecret } from "@/lib/secrets/create-secret";
import { writeSecrets } from "@/lib/secrets/write-secrets";
import { readSecrets, statesIn } from "@/lib/secrets/read-secrets";
import { environmentValues } from "@/lib/secrets/value-rows";

export const GET = route(
  {
    summary: "Read every value of an environment. 304 if If-None-Match names the current ETag",
    params: pathIdSchema,
    query: readSecretsQuerySchema,
    answer: secretListSchema,
    cost: "read",
    personLimit: "reveal",
    ahead: ({ params, request }) => {
      const known = statesIn(request.headers.get("if-none-match"));
      return (token) => environmentValues(token, params.id, known);
    },
    otherAnswers: {
      200: {
        description:
          "Done. The header `Phase-Good-For`, if present, gives the number of seconds for which a copy keeps working, even if its keys are rotated (except by break-glass). A 304 has the header too. `format=env` returns dotenv text that a POSIX shell can source, `shell` lines for eval, `docker` a file for --env-file. If the format can't hold a value, the request is refused and the error names its key.",
        mediaTypes: { "text/plain": z.string() },
      },
      304: { description: "Nothing has changed since the ETag that If-None-Match names." },
    },
  },
  async ({ ctx, params, query, request, ahead }) => {
    // One state of the environment in two formats is two texts, and so has two tags.
    const suffix = `-${query.format}`;
    const isKnown = (tag: string) => namesTag(request.headers.get("if-none-match"), `${tag}${suffix}`);
    const { tag, secrets, goodForSeconds } = await readSecrets(ctx, {
      environmentId: params.id,
      isKnown,
      ahead,
    });
    const headers = {
      etag: `"${tag}${suffix}"`,
      "cache-control": "no-store",
      ...(goodForSeconds === null ? {} : { [GOOD_FOR_HEADER]: String(goodForSeconds) }),
    };
    if (secrets === null) return new Response(null, { status: 304, headers });
    if (query.format === "json") return Response.json(secretListSchema.parse({ secrets }), { headers });
    const text = { ...headers, "content-type": "text/plain; charset=utf-8" };
    return new Response(writeSecrets(secrets, query.format), { headers: text });
  },
);

export const POST = route(
  {
    summary: "Create a static secret",
    params: pathIdSchema,
    body: createSecretSchema,
    answer: secretRowSchema,
    status: 201,
    location: ({ id }) => `/secrets/${id}`,
    tag: secretTag,
    maxBodyBytes: 262_144,
  },
  async ({ ctx, params, body }) => await createSecret(ctx, { ...body, environmentId: params.id }),
);
