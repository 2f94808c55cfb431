/** The provider of an admin key, with each call counted and timed. */
import { observed } from "@/lib/providers/observed";
import { ProviderError } from "@/lib/providers/provider-error";
import type { Provider } from "@/lib/providers/provider";
import type { Engine } from "../services";
import { HeldBack } from "./held-back";
import type { RootRow } from "../store/store";

export async function openProvider(
  { providers, clock, metrics }: Pick<Engine, "providers" | "clock" | "metrics">,
  { id: adminKeyId, provider }: Pick<RootRow, "id" | "provider">,
): Promise<Provider> {
  return observed(await providers.open(provider), (operation) => {
    let beganAtMs = 0;
    let tookMs = 0;
    const count = (code: string) => {
      metrics.called({ operation, code, adminKeyId, seconds: tookMs / 1000 });
    };
    return {
      began() {
        beganAtMs = clock.monotonicMs();
      },
      ended() {
        tookMs += clock.monotonicMs() - beganAtMs;
      },
      returned: (value) => count(codeOf(value)),
      threw(error) {
        // Otherwise no call was made, or the error is Phase's own.
        if (error instanceof ProviderError && !(error instanceof HeldBack)) count(error.code);
      },
    };
  });
}

/** A key check throws nothing. Its verdict is the result. */
function codeOf(value: unknown): string {
  if (typeof value !== "object" || value === null || !("kind" in value)) return "ok";
  switch (value.kind) {
    case "refused":
      return "key_not_accepted";
    case "unclear":
      return "provider_unavailable";
    default:
      return "ok";
  }
}
