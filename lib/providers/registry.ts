/**
 * The only way to a provider. It opens once per call, and stays shut while this installation is sealed:
 * whether web, worker or command line calls, nothing is sent.
 */
import type { ProviderName } from "./names";
import { ProviderError } from "./provider-error";
import { createOpenAiProvider, type OpenAiSettings } from "./openai/provider";
import type { ClockReading, Provider } from "./provider";

/** Why this installation may not act, checked now. Null if it may. */
export type LookAtSeal = () => Promise<string | null>;

export type ProviderRegistry = {
  /**
   * The provider of a stored row, for one call. A later seal applies to the next call. Throws ProviderError
   * `sealed`, and Error for an unknown name.
   */
  open(name: string): Promise<Provider>;
  /** The provider's clock, read without a call. */
  clock(name: string): ClockReading | null;
  /** The provider's URL for keys of a project with such a residency, determined without a call. */
  baseUrl(name: string, residency: string | null): string;
};

/** The providers behind the seal. The type turns a forgotten one into a compile error. */
export function sealable(
  providers: Record<ProviderName, Provider>,
  lookAtSeal: LookAtSeal,
): ProviderRegistry {
  const find = (name: string): Provider => {
    const known = Object.values(providers).find((provider) => provider.name === name);
    if (known === undefined) throw new Error(`Unknown provider "${name}".`);
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
