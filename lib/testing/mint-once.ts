/**
 * A separate process that mints one key and checks it, for settings that Node reads only at its start
 * (NODE_EXTRA_CA_CERTS). Argument: `{baseUrl, regionalBaseUrl, httpsProxy, adminKey, projectId, residency}`;
 * prints `{minted, verdict}` or `{failure}`.
 */
import * as z from "zod";
import { leaveThrough, NO_PROXIES } from "@/lib/settings/proxies";
import { ProviderError } from "@/lib/providers/provider-error";
import { createOpenAiProvider } from "@/lib/providers/openai/provider";

const input = z
  .object({
    baseUrl: z.string(),
    regionalBaseUrl: z.string(),
    httpsProxy: z.string(),
    adminKey: z.string(),
    projectId: z.string(),
    residency: z.string(),
  })
  .parse(JSON.parse(process.argv[2] ?? ""));

leaveThrough({ ...NO_PROXIES, https: new URL(input.httpsProxy) });
const provider = createOpenAiProvider({ ...input, timeoutSeconds: 5 });
try {
  const minted = await provider.mint(input.adminKey, { projectId: input.projectId, name: "phase-rs-1" });
  const verdict = await provider.verify(minted.apiKey, input.residency);
  console.log(JSON.stringify({ minted: minted.serviceAccountId, verdict }));
} catch (error) {
  if (!(error instanceof ProviderError)) throw error;
  const { code, message, leftBehind } = error;
  console.log(JSON.stringify({ failure: { code, message, leftBehind } }));
}
