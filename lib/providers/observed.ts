/** A provider that reports each of its calls. */
import type { BeforePage, Provider } from "./provider";

export type CallObserver = {
  /** The call is running. Reported again after it has waited for its turn. */
  began(): void;
  ended(): void;
  /** Reported before the caller gets the response, so it counts by then. */
  returned(value: unknown): void;
  threw(error: unknown): void;
};

/** `operation`: the name of the called method. */
export type Observe = (operation: string, input: readonly unknown[]) => CallObserver;

const NO_CALLS: ReadonlySet<string | symbol> = new Set(["clock", "baseUrl"]);

export function observed(provider: Provider, observe: Observe): Provider {
  return new Proxy(provider, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function" || NO_CALLS.has(name)) return member;
      return (...input: unknown[]): unknown => {
        const observer = observe(String(name), input);
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

function tell(answer: Promise<unknown>, observer: CallObserver): void {
  answer.then(
    (value) => {
      observer.ended();
      observer.returned(value);
    },
    (error: unknown) => {
      observer.ended();
      observer.threw(error);
    },
  );
}

function isTurn(input: unknown): input is BeforePage {
  return typeof input === "function";
}

/** Nobody waits for the provider between two pages of a listing. */
function untold(turn: BeforePage, observer: CallObserver): BeforePage {
  return async () => {
    observer.ended();
    await turn();
    observer.began();
  };
}
