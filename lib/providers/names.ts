export const PROVIDER_NAMES = ["openai"] as const;
export type ProviderName = (typeof PROVIDER_NAMES)[number];
