/** What a failed check of a new key means for the key, in words for the event and the console. */
import type { FailureCode } from "@/lib/lists/failure-codes";
import type { Verdict } from "../provider";
import { said, toProviderError } from "./describe-failure";
import { isWrongKey, refusal } from "./refusals";

/** Forms that OpenAI's own errors never have. */
const SILENCE: readonly FailureCode[] = ["provider_unavailable", "provider_malformed_response"];

export function verdictOf(error: unknown): Verdict {
  const refused = refusal(error);
  if (refused !== null && isWrongKey(refused)) {
    return { kind: "refused", reason: `OpenAI says that the key is wrong.${said(refused.text)}` };
  }
  const failure = toProviderError(error);
  const words =
    refused === null ? failure.message : wordsFor(failure.code, refused.status) + said(refused.text);
  return { kind: "unclear", reason: words, isAway: SILENCE.includes(failure.code) };
}

/** The failure's own message is about an admin key. */
function wordsFor(code: ReturnType<typeof toProviderError>["code"], status: number): string {
  switch (code) {
    case "provider_ip_not_allowed":
      return "An IP allow-list at OpenAI refuses this server's IP address. Only your programs' IP addresses need to be on it.";
    case "provider_country_not_supported":
      return "OpenAI doesn't support the country or region that this server's requests come from.";
    case "provider_wrong_address":
      return "OpenAI expects this key at the URL of another region.";
    case "provider_scope_missing":
      return "OpenAI knows the key, but the key may not list models.";
    default:
      return `OpenAI returned ${status}.`;
  }
}
