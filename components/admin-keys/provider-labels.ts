import type { ProviderName } from "@/lib/providers/names";

export const PROVIDER_LABELS: Record<ProviderName, string> = { openai: "OpenAI" };
