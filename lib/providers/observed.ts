/** A provider each of whose calls is told of. */
import type { BeforePage, Provider } from "./provider";

export type CallObserver = {
  /** It is under way. More than once for a call that waits for its turn in between. */
  began(): void;
  ended(): void;
  /** Heard before whoever waits for the answer: by then it counts. */
  returned(value: unknown): void;
  threw(error: unknown): void;
};

/** `operation`: the name of the method that is called. */
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

/** Between two pages of a listing nobody waits for the provider. */
function untold(turn: BeforePage, observer: CallObserver): BeforePage {
  return async () => {
    observer.ended();
    await turn();
    observer.began();
  };
}
