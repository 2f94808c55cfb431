import type { FailureCode } from "@/lib/lists/failure-codes";
import { observed as observedProvider } from "@/lib/providers/observed";
import { ProviderError } from "@/lib/providers/provider-error";
import type { Provider } from "@/lib/providers/provider";
import type { ProviderRegistry } from "@/lib/providers/registry";
import { OUTAGE_CODES } from "@/lib/rotation/core/health";
import { keyAddressOf } from "@/lib/providers/residency";
import { HeldBack } from "@/lib/rotation/engine/held-back";

export type CallObserver = {
  /** The call is running. Reported again after it has waited for its turn. */
  began(): void;
  ended(): void;
  /** The provider responded, even with a refusal. */
  answered(): void;
  /** The provider wasn't reached, was silent, failed, or asked to slow down. */
  unanswered(): void;
};

/** `keyAddress`: where a key is checked. Null: a call with the admin key. */
export type Observe = (keyAddress: string | null) => CallObserver;

/** The same providers, with each call reported. */
export function observeProviders(registry: ProviderRegistry, observe: Observe): ProviderRegistry {
  return { ...registry, open: async (name) => observed(await registry.open(name), observe) };
}

/**
 * An admin key that is told to slow down also gets one slot. Otherwise all of its work would try together
 * when the pause ends.
 */
const NO_ANSWERS: ReadonlySet<FailureCode> = new Set([...OUTAGE_CODES, "provider_rate_limited"]);

export function observed(provider: Provider, observe: Observe): Provider {
  return observedProvider(provider, (operation, input) => {
    const observer = observe(operation === "verify" ? keyAddressOf(input[1]) : null);
    return {
      began: () => observer.began(),
      ended: () => observer.ended(),
      returned(value) {
        // A key check treats silence as a result.
        if (isSilence(value)) observer.unanswered();
        else observer.answered();
      },
      threw(error) {
        // No call was made, or the error is Phase's own, so nothing is known.
        if (!(error instanceof ProviderError) || error instanceof HeldBack) return;
        if (NO_ANSWERS.has(error.code)) observer.unanswered();
        else observer.answered();
      },
    };
  });
}

function isSilence(value: unknown): boolean {
  return typeof value === "object" && value !== null && "isAway" in value && value.isAway === true;
}
