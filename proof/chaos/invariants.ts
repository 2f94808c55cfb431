/** Judges a chaos run. Pure: the same observation always gives the same violations. */
import { accountViolations } from "./account-invariants";
import { eventViolations } from "./event-invariants";
import type { Observation } from "./observation";
import { rowViolations } from "./row-invariants";
import type { Expectation, Violation } from "./violation";

export function violations(observation: Observation, expectation: Expectation): Violation[] {
  return [
    ...accountViolations(observation, expectation),
    ...rowViolations(observation, expectation),
    ...eventViolations(observation),
  ];
}
