/**
 * - I1: the exposed key works, from before it is exposed until after it is replaced
 * - I1c: an exposed key that someone ended at the provider is noticed
 * - I2: no service account of ours lives without a row that knows it
 * - I3, I3b: a replaced key is revoked in time, and not before its delay is over
 * - I5: one mint under way and one exposed credential at most, at every moment
 * - I6: only the answer to a row's own request is saved on it
 * - I7: nothing is deleted but what is ours
 * - I8: nothing is deleted while it is exposed
 * - I9: whatever is due is worked on
 * - I10: one event for each change of state, and none without
 * - I13: no mint begins while paused
 * - I15: nothing owed is without a date
 * - intent, name: no mint request leaves without its row, or twice under one name
 */
export type Invariant =
  | "I1"
  | "I1c"
  | "I2"
  | "I3"
  | "I3b"
  | "I5"
  | "I6"
  | "I7"
  | "I8"
  | "I9"
  | "I10"
  | "I13"
  | "I15"
  | "intent"
  | "name";

export type Violation = { invariant: Invariant; subject: string; text: string };

export type Expectation = {
  /** Every fault is over and every settlement had its time, so nothing may be left to do. */
  quiet: boolean;
  /** Longest time from a credential's `revokeAt` to its end, in milliseconds; null while the provider has faults. */
  latestRevocationMs: number | null;
};
