import type { ProviderName } from "@/lib/rotation/core/model";
import { createOpenAiProvider, type OpenAiSettings } from "./openai/provider";
import type { Provider } from "./provider";

export type ProviderRegistry = Record<ProviderName, Provider>;

/** Every provider there is. The type makes a forgotten one a compile error. */
export function createProviders(settings: { openai: OpenAiSettings }): ProviderRegistry {
  return { openai: createOpenAiProvider(settings.openai) };
}
