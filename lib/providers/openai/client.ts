/**
 * The only file that builds OpenAI's SDK. By default, the SDK repeats POSTs, follows redirects and reads
 * ambient settings.
 */
import OpenAI from "openai";
import { type Addresses, baseUrlFor } from "./regions";
import { trackSending } from "./sending";

export type OpenAiSettings = Addresses & {
  /** Longest wait for one response, in seconds. */
  timeoutSeconds: number;
};

const LARGEST_ANSWER_BYTES = 1024 * 1024;

/** Receives the time in each response. */
export type OnTime = (at: Date) => void;

/** A response without a readable time (some proxies remove it) counts as agreeing with this machine. */
function timeOf(response: Response): Date {
  const at = new Date(response.headers.get("date") ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? new Date() : at;
}

/** fetch with a limit on how much is read. */
async function cappedFetch(
  onTime: OnTime,
  input: string | URL | Request,
  init?: RequestInit,
): Promise<Response> {
  const response = await trackSending(() => fetch(input, init));
  // A page's time is that of a proxy or login page in between.
  if (response.headers.get("content-type")?.includes("json") === true) onTime(timeOf(response));
  if (response.body === null) return response;
  let bytes = 0;
  const counted = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength;
        if (bytes > LARGEST_ANSWER_BYTES) controller.error(new Error("The response is too large."));
        else controller.enqueue(chunk);
      },
    }),
  );
  return new Response(counted, response);
}

/** The SDK takes any JSON for an OpenAI error. OpenAI's are under `error`, and all others count as none. */
class Client extends OpenAI {
  protected override makeStatusError(
    status: number,
    body: unknown,
    message: string | undefined,
    headers: Headers,
  ) {
    const isOpenAis = typeof body === "object" && body !== null && "error" in body;
    return super.makeStatusError(status, isOpenAis ? body : { error: NOT_OPENAIS }, message, headers);
  }
}

/** Not the form of any error body. Otherwise the SDK would use the whole body as the message. */
const NOT_OPENAIS = false;

function create(
  settings: OpenAiSettings,
  onTime: OnTime,
  keys: { adminAPIKey: string | null; apiKey: string | null },
): OpenAI {
  return new Client({
    ...keys,
    organization: null,
    project: null,
    baseURL: settings.baseUrl,
    maxRetries: 0,
    timeout: settings.timeoutSeconds * 1000,
    fetchOptions: { redirect: "error" },
    fetch: (input, init) => cappedFetch(onTime, input, init),
    logLevel: "off",
  });
}

/** A client for the organization's admin API. */
export function adminClient(settings: OpenAiSettings, onTime: OnTime, adminKey: string): OpenAI {
  return create(settings, onTime, { adminAPIKey: adminKey, apiKey: null });
}

/** A client that uses a minted key, at the only URL where it works. */
export function keyClient(
  settings: OpenAiSettings,
  onTime: OnTime,
  apiKey: string,
  residency: string | null,
): OpenAI {
  const baseUrl = baseUrlFor(settings, residency);
  return create({ ...settings, baseUrl }, onTime, { adminAPIKey: null, apiKey });
}
