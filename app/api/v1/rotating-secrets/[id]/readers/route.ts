import { pathIdSchema } from "@/lib/api/common";
import { readerListSchema } from "@/lib/api/readers";
import { mintedCredentialsQuerySchema } from "@/lib/api/rotating-secrets";
import { route } from "@/lib/http/handle";
import { listReaders } from "@/lib/rotation/queries/list-readers";

export const GET = route(
  {
    summary: "List the service tokens that have read a rotating secret's key, and which key each has",
    params: pathIdSchema,
    query: mintedCredentialsQuerySchema,
    answer: readerListSchema,
  },
  async ({ ctx, params, query }) => await listReaders(ctx, { ...query, ...params }),
);
