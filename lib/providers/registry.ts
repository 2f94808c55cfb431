/**
 * The only way to a provider. It opens once per call, and stays shut while this installation is sealed: whoever calls,
 * from the web, a worker or a command line, nothing leaves.
 */
import type { ProviderName } from "./names";
import { ProviderError } from "./provider-error";
import { createOpenAiProvider, type OpenAiSettings } from "./openai/provider";
import type { ClockReading, Provider } from "./provider";

/** Why this installation may not act, looked up now; null where it may. */
export type LookAtSeal = () => Promise<string | null>;

export type ProviderRegistry = {
  /**
   * The provider that a stored row names, for one call: a seal that appears later counts for the next. Throws
   * ProviderError `sealed`, and Error for an unknown name.
   */
  open(name: string): Promise<Provider>;
  /** That provider's clock, which is read without a call. */
  clock(name: string): ClockReading | null;
  /** Where that provider is reached with a key of a project of such a residency; read without a call. */
  baseUrl(name: string, residency: string | null): string;
};

/** The providers behind the seal. The type makes a forgotten one a compile error. */
export function sealable(
  providers: Record<ProviderName, Provider>,
  lookAtSeal: LookAtSeal,
): ProviderRegistry {
  const find = (name: string): Provider => {
    const known = Object.values(providers).find((provider) => provider.name === name);
    if (known === undefined) throw new Error(`There is no provider "${name}".`);
    return known;
  };
  return {
    async open(name) {
      const sealedBecause = await lookAtSeal();
      if (sealedBecause !== null) throw new ProviderError("sealed", sealedBecause, { kind: "nothing" });
      return find(name);
    },
    clock: (name) => find(name).clock(),
    baseUrl: (name, residency) => find(name).baseUrl(residency),
  };
}

/** Every provider there is. */
export function createProviders(
  settings: { openai: OpenAiSettings },
  lookAtSeal: LookAtSeal,
): ProviderRegistry {
  return sealable({ openai: createOpenAiProvider(settings.openai) }, lookAtSeal);
}
