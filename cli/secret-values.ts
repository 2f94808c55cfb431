import * as z from "zod";
import { secretSchema } from "@/lib/api/secrets";
import type { Client } from "./http";

const valueListSchema = z.object({ secrets: z.array(secretSchema.pick({ key: true, value: true })) });

/** Key → value, and the ETag to ask again with. */
export type SecretValues = { values: Record<string, string>; etag: string | null };

/** Null where nothing changed since `etag`. */
export async function fetchSecretValues(
  client: Client,
  environmentId: string,
  { etag = null, signal }: { etag?: string | null; signal?: AbortSignal | undefined } = {},
): Promise<SecretValues | null> {
  const path = `/environments/${encodeURIComponent(environmentId)}/secrets`;
  const headers: Record<string, string> = etag === null ? {} : { "if-none-match": etag };
  const response = await client.send(path, { headers, signal });
  if (response.status === 304) return null;
  const { secrets } = await client.read(valueListSchema, response);
  return {
    values: Object.fromEntries(secrets.map(({ key, value }) => [key, value])),
    etag: response.headers.get("etag"),
  };
}
