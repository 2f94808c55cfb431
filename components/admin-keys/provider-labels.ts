import type { ProviderName } from "@/lib/rotation/core/model";

export const PROVIDER_LABELS: Record<ProviderName, string> = { openai: "OpenAI" };
