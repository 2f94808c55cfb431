import { describe, expect, it } from "vitest";
import { countdown, delayInWords, durationInWords, fromSeconds, toSeconds } from "./duration";

describe("durations", () => {
  it.each([
    [0, { amount: 0, unit: "days" }],
    [90, { amount: 90, unit: "seconds" }],
    [3_600, { amount: 1, unit: "hours" }],
    [5_400, { amount: 90, unit: "minutes" }],
    [2_592_000, { amount: 30, unit: "days" }],
  ] as const)("%i seconds are entered in the largest whole unit", (seconds, parts) => {
    expect(fromSeconds(seconds)).toEqual(parts);
    expect(toSeconds(parts)).toBe(seconds);
  });

  it("rounds a fraction of a unit to whole seconds", () => {
    expect(toSeconds({ amount: 1.5, unit: "minutes" })).toBe(90);
  });

  it.each([
    [1, "1 second"],
    [5_400, "1 hour 30 minutes"],
    [86_461, "1 day"],
    [2_592_000, "30 days"],
  ])("%i seconds read as %s", (seconds, words) => {
    expect(durationInWords(seconds)).toBe(words);
  });

  it("calls no delay Instant", () => {
    expect(delayInWords(0)).toBe("Instant");
    expect(delayInWords(60)).toBe("1 minute");
  });

  it.each([
    [-3, "0s"],
    [7.2, "8s"],
    [125, "2m 05s"],
    [7_265, "2h 01m"],
    [273_600, "3d 4h"],
  ])("%d seconds count down as %s", (seconds, words) => {
    expect(countdown(seconds)).toBe(words);
  });
});
