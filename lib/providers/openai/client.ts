/** The one file that builds OpenAI's SDK: its defaults repeat POSTs, follow redirects and read ambient settings. */
import OpenAI from "openai";

export type OpenAiSettings = {
  baseUrl: string;
  /** Longest wait for one answer, in seconds. */
  timeoutSeconds: number;
};

const LARGEST_ANSWER_BYTES = 1024 * 1024;

/** fetch, with an end to how much is read. */
async function cappedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  if (response.body === null) return response;
  let bytes = 0;
  const counted = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength;
        if (bytes > LARGEST_ANSWER_BYTES) controller.error(new Error("The answer is too large."));
        else controller.enqueue(chunk);
      },
    }),
  );
  return new Response(counted, response);
}

function create(
  settings: OpenAiSettings,
  keys: { adminAPIKey: string | null; apiKey: string | null },
): OpenAI {
  return new OpenAI({
    ...keys,
    organization: null,
    project: null,
    baseURL: settings.baseUrl,
    maxRetries: 0,
    timeout: settings.timeoutSeconds * 1000,
    fetchOptions: { redirect: "error" },
    fetch: cappedFetch,
    logLevel: "off",
  });
}

/** A client for the organization's admin API. */
export function adminClient(settings: OpenAiSettings, adminKey: string): OpenAI {
  return create(settings, { adminAPIKey: adminKey, apiKey: null });
}

/** A client that speaks with a minted key. */
export function keyClient(settings: OpenAiSettings, apiKey: string): OpenAI {
  return create(settings, { adminAPIKey: null, apiKey });
}
