import { type Agent, get } from "node:http";

/** Reads the response to its end. Rejects if it has another status. */
export async function answer(
  agent: Agent,
  url: string,
  headers: Record<string, string>,
  status: number,
): Promise<{ etag?: string | undefined; bytes: number }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ etag?: string | undefined; bytes: number }>();
  get(url, { agent, headers }, (response) => {
    let bytes = 0;
    response.on("data", (part: Buffer) => {
      bytes += part.length;
    });
    response.on("error", reject).on("end", () => {
      if (response.statusCode === status) resolve({ etag: response.headers.etag, bytes });
      else reject(new Error(`${url} answered ${String(response.statusCode)}.`));
    });
  }).on("error", reject);
  return await promise;
}
