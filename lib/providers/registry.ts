import type { ProviderName } from "@/lib/rotation/core/model";
import { createOpenAiProvider, type OpenAiSettings } from "./openai/provider";
import type { Provider } from "./provider";

export type ProviderRegistry = Record<ProviderName, Provider>;

/** Every provider there is. The type makes a forgotten one a compile error. */
export function createProviders(settings: { openai: OpenAiSettings }): ProviderRegistry {
  return { openai: createOpenAiProvider(settings.openai) };
}

/** The provider that a stored row names. Throws for a name that this version does not know. */
export function providerOf(providers: ProviderRegistry, name: string): Provider {
  const known = Object.values(providers).find((provider) => provider.name === name);
  if (known === undefined) throw new Error(`There is no provider "${name}".`);
  return known;
}
