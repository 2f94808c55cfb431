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
    [23.9 * HOUR, "in 23 hours"],
    [24 * HOUR, "tomorrow"],
    [-24 * HOUR, "yesterday"],
    [240 * HOUR, "in 10 days"],
    [-45 * 24 * HOUR, "1 month ago"],
    [-24 * 365 * HOUR, "1 year ago"],
  ])("%d ms from now is %s", (distance, words) => {
    expect(relativeTime(NOW + distance, NOW, "UTC")).toBe(words);
  });
});

describe("days are those of the reader's calendar", () => {
  it.each([
    // A Wednesday and the Friday after it: 47 hours.
    ["Europe/Berlin", "2026-06-10T09:00+02:00", "2026-06-12T08:00+02:00", "in 2 days"],
    ["Europe/Berlin", "2026-06-12T08:00+02:00", "2026-06-10T09:00+02:00", "2 days ago"],
    ["Europe/Berlin", "2026-06-10T09:00+02:00", "2026-06-11T23:59+02:00", "tomorrow"],
    // The same two moments, on either side of the date line.
    ["Pacific/Kiritimati", "2026-06-10T09:00Z", "2026-06-11T10:30Z", "in 2 days"],
    ["Pacific/Pago_Pago", "2026-06-10T09:00Z", "2026-06-11T10:30Z", "tomorrow"],
    ["Asia/Kathmandu", "2026-06-10T18:10Z", "2026-06-11T18:20Z", "in 2 days"],
    // Clocks go forward: a day of 23 hours lies between.
    ["Europe/Berlin", "2026-03-28T12:00+01:00", "2026-03-30T11:30+02:00", "in 2 days"],
    ["America/New_York", "2026-03-07T12:00-05:00", "2026-03-08T13:00-04:00", "tomorrow"],
    // Clocks go back: 24 hours and a half on one day.
    ["Europe/Berlin", "2026-10-25T00:10+02:00", "2026-10-25T23:40+01:00", "in 24 hours"],
    ["Europe/Berlin", "2026-10-25T00:10+02:00", "2026-10-26T00:10+01:00", "tomorrow"],
    ["Australia/Lord_Howe", "2026-04-04T12:00+11:00", "2026-04-06T11:00+10:30", "in 2 days"],
  ])("in %s, at %s, %s is %s", (zone, now, at, words) => {
    expect(relativeTime(Date.parse(at), Date.parse(now), zone)).toBe(words);
  });
});
