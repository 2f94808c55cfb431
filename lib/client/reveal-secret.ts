import { request } from "./fetcher";

/** Reads one value. The answer is the caller's alone: no cache keeps it. */
export async function revealSecret(secretId: string): Promise<string> {
  const revealed = await request(
    async () => (await import("@/lib/api/secrets")).revealedSecretSchema,
    `/secrets/${secretId}/reveal`,
    { method: "POST" },
  );
  return revealed.value;
}
