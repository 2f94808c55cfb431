import type { FaultInput } from "@/simulator/faults";
import type { Stage } from "./stage";

const MINTS = { method: "POST", pathPattern: "/service_accounts$", times: null };
const DELETES = { method: "DELETE", times: null };
const LISTS = { method: "GET", pathPattern: "/service_accounts$", times: null };
const ANY = { times: null };

/** All known kinds of provider failures, with the probability that each affects a call. */
const FAULTS: [probability: number, fault: FaultInput][] = [
  [0.05, { kind: "late_effect", ms: 200, match: MINTS }],
  [0.03, { kind: "late_effect", ms: 2_500, match: MINTS }],
  [0.06, { kind: "drop_after", match: MINTS }],
  [0.05, { kind: "drop_before", match: MINTS }],
  [0.06, { kind: "status_after", status: 500, match: MINTS }],
  [0.04, { kind: "truncate", match: MINTS }],
  [0.03, { kind: "api_key_null", match: MINTS }],
  [0.02, { kind: "hang", when: "after", match: MINTS }],
  [0.03, { kind: "status", status: 503, match: MINTS }],
  [0.02, { kind: "status", status: 429, retryAfter: 1, match: MINTS }],
  [0.06, { kind: "drop_after", match: DELETES }],
  [0.05, { kind: "status_after", status: 502, match: DELETES }],
  [0.04, { kind: "status", status: 500, match: DELETES }],
  [0.03, { kind: "late_effect", ms: 300, match: DELETES }],
  [0.05, { kind: "status", status: 500, match: LISTS }],
  [0.03, { kind: "truncate", match: LISTS }],
  [0.25, { kind: "delay", ms: 60, match: ANY }],
  [0.1, { kind: "delay", ms: 400, when: "after", match: ANY }],
];

/** From now on the provider fails, and lists new accounts a little late. */
export function addFaults({ state }: Stage): void {
  state.configure({ listingDelayMs: 300, listingDelayListings: 1 });
  for (const [probability, fault] of FAULTS) {
    state.addFault({ ...fault, match: { ...fault.match, probability } });
  }
}
