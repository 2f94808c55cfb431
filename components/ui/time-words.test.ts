import { describe, expect, it } from "vitest";
import { relativeTime } from "./time-words";

const NOW = Date.UTC(2026, 0, 1, 12);
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

describe("a moment in words", () => {
  it.each([
    [0, "just now"],
    [-9 * SECOND, "just now"],
    [9 * SECOND, "in a moment"],
    [-10 * SECOND, "10 seconds ago"],
    [59 * SECOND, "in 59 seconds"],
    [60 * SECOND, "in 1 minute"],
    [-119 * SECOND, "1 minute ago"],
    [-3 * HOUR, "3 hours ago"],
    [24 * HOUR, "tomorrow"],
    [-24 * HOUR, "yesterday"],
    [240 * HOUR, "in 10 days"],
    [-24 * 365 * HOUR, "last year"],
  ])("%d ms from now is %s", (distance, words) => {
    expect(relativeTime(NOW + distance, NOW)).toBe(words);
  });
});
