import { GOOD_FOR_HEADER } from "@/lib/api/good-for-header";
import type { Client } from "./http";
import { list, object, text } from "./shape";

const valueList = object({ secrets: list(object({ key: text, value: text })) });

export type SecretValues = {
  /** By key. The same object as long as nothing changes. */
  values: Record<string, string>;
  /** For the next request. */
  etag: string | null;
  /** When they were requested, in milliseconds since 1970. */
  readAt: number;
  /** How long a copy keeps working from then. Null without a limit. */
  goodForSeconds: number | null;
};

/** The current values. Those of `known` if nothing has changed since. */
export async function fetchSecretValues(
  client: Client,
  environmentId: string,
  { known, signal }: { known?: SecretValues; signal?: AbortSignal | undefined } = {},
): Promise<SecretValues> {
  const readAt = Date.now();
  const path = `/environments/${encodeURIComponent(environmentId)}/secrets`;
  const headers: Record<string, string> = known?.etag == null ? {} : { "if-none-match": known.etag };
  const response = await client.send(path, { headers, signal });
  const goodFor = response.header(GOOD_FOR_HEADER);
  const age = { readAt, goodForSeconds: goodFor === null ? null : Number(goodFor) };
  if (response.status === 304 && known !== undefined) return { ...known, ...age };
  const { secrets } = client.read(valueList, response);
  return {
    values: Object.fromEntries(secrets.map(({ key, value }) => [key, value])),
    etag: response.header("etag"),
    ...age,
  };
}
