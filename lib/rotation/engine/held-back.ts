import { ProviderError } from "@/lib/providers/provider-error";

/** A call that was not made: the provider asked for a pause, or too many others go first. */
export class HeldBack extends ProviderError {
  constructor(isParked: boolean, seconds: number) {
    const message = isParked
      ? "OpenAI asked to slow down (429). Phase makes no call with this admin key until then."
      : "Too many calls with this admin key wait for their turn. Phase tries again automatically.";
    super("provider_rate_limited", message, { kind: "nothing" }, { retryAfterSeconds: seconds });
  }
}
