import { ProviderError } from "@/lib/providers/provider-error";

/** A call that was not made: the provider requested a pause, or too many others go first. */
export class HeldBack extends ProviderError {
  constructor(isParked: boolean, seconds: number) {
    const message = isParked
      ? "OpenAI asked Phase to slow down (429). Phase pauses calls with this admin key until then."
      : "Too many calls with this admin key are queued. Phase retries automatically.";
    super("provider_rate_limited", message, { kind: "nothing" }, { retryAfterSeconds: seconds });
  }
}
