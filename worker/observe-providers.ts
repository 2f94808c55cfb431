import { ProviderError } from "@/lib/providers/provider-error";
import type { Provider } from "@/lib/providers/provider";
import type { ProviderRegistry } from "@/lib/providers/registry";
import { OUTAGE_CODES } from "@/lib/rotation/core/health";

export type CallObserver = {
  began(): void;
  ended(): void;
  /** The provider said something, be it a refusal. */
  answered(): void;
  /** It was not reached, kept silent, or failed. */
  unanswered(): void;
};

/** The same providers, each of whose calls is told of. */
export function observeProviders(registry: ProviderRegistry, observer: CallObserver): ProviderRegistry {
  return { ...registry, open: async (name) => observed(await registry.open(name), observer) };
}

function observed(provider: Provider, observer: CallObserver): Provider {
  return new Proxy(provider, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return (...input: unknown[]): unknown => {
        const answer: unknown = Reflect.apply(member, target, input);
        if (!(answer instanceof Promise)) return answer;
        observer.began();
        // Heard before whoever waits for the answer: by then it counts.
        answer.then(
          () => {
            observer.ended();
            // It speaks with another key, and takes silence for an answer.
            if (name !== "verify") observer.answered();
          },
          (error: unknown) => {
            observer.ended();
            const isOutage = error instanceof ProviderError && OUTAGE_CODES.includes(error.code);
            if (isOutage) observer.unanswered();
            else if (error instanceof ProviderError) observer.answered();
          },
        );
        return answer;
      };
    },
  });
}
