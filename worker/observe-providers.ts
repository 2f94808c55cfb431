import type { FailureCode } from "@/lib/lists/failure-codes";
import { ProviderError } from "@/lib/providers/provider-error";
import type { BeforePage, Provider } from "@/lib/providers/provider";
import type { ProviderRegistry } from "@/lib/providers/registry";
import { OUTAGE_CODES } from "@/lib/rotation/core/health";
import { keyAddressOf } from "@/lib/providers/residency";
import { HeldBack } from "@/lib/rotation/engine/call";

export type CallObserver = {
  /** It is under way. More than once for a call that waits for its turn in between. */
  began(): void;
  ended(): void;
  /** The provider said something, be it a refusal. */
  answered(): void;
  /** It was not reached, kept silent, failed, or asked to slow down. */
  unanswered(): void;
};

/** `keyAddress`: where a key is tried; null: a call of the admin key. */
export type Observe = (keyAddress: string | null) => CallObserver;

/** The same providers, each of whose calls is told of. */
export function observeProviders(registry: ProviderRegistry, observe: Observe): ProviderRegistry {
  return { ...registry, open: async (name) => observed(await registry.open(name), observe) };
}

export function observed(provider: Provider, observe: Observe): Provider {
  return new Proxy(provider, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function" || NO_CALLS.has(name)) return member;
      return (...input: unknown[]): unknown => {
        const observer = observe(name === "verify" ? keyAddressOf(input[1]) : null);
        observer.began();
        const answer: unknown = Reflect.apply(
          member,
          target,
          input.map((each) => (isTurn(each) ? untold(each, observer) : each)),
        );
        if (answer instanceof Promise) tell(answer, observer);
        return answer;
      };
    },
  });
}

/** An admin key that is told to slow down is tried with one hand too: else all of its work tries at once when the pause ends. */
const NO_ANSWERS: ReadonlySet<FailureCode> = new Set([...OUTAGE_CODES, "provider_rate_limited"]);

const NO_CALLS: ReadonlySet<string | symbol> = new Set(["clock", "baseUrl"]);

/** Heard before whoever waits for the answer: by then it counts. */
function tell(answer: Promise<unknown>, observer: CallObserver): void {
  answer.then(
    (value) => {
      observer.ended();
      // A trial takes silence for an answer.
      if (isSilence(value)) observer.unanswered();
      else observer.answered();
    },
    (error: unknown) => {
      observer.ended();
      // No call was made, or it is a fault of ours: nothing is known.
      if (!(error instanceof ProviderError) || error instanceof HeldBack) return;
      if (NO_ANSWERS.has(error.code)) observer.unanswered();
      else observer.answered();
    },
  );
}

function isSilence(value: unknown): boolean {
  return typeof value === "object" && value !== null && "isAway" in value && value.isAway === true;
}

function isTurn(input: unknown): input is BeforePage {
  return typeof input === "function";
}

/** Between two pages of a listing nobody waits for the provider. */
function untold(turn: BeforePage, observer: CallObserver): BeforePage {
  return async () => {
    observer.ended();
    await turn();
    observer.began();
  };
}
