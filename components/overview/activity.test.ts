import { expect, test } from "vitest";
import { activityBars, countWords, DOWN, sumOf, UP } from "./activity";

const days = [
  { day: "2026-03-29", rotations: 0, failures: 0 },
  { day: "2026-03-30", rotations: 1, failures: 0 },
  { day: "2026-03-31", rotations: 400, failures: 9 },
];

test("the busiest day fills the room, and a single rotation beside it is still seen", () => {
  const bars = activityBars(days);
  expect(bars.map(({ up }) => up)).toEqual([0, 2, UP]);
  expect(bars.map(({ down }) => down)).toEqual([0, 0, DOWN]);
});

test("one failed attempt does not look like a disaster", () => {
  const [bar] = activityBars([{ day: "2026-03-31", rotations: 1, failures: 1 }]);
  expect(bar?.down).toBeLessThan(DOWN / 2);
});

test("says each day in words", () => {
  expect(activityBars(days)[1]?.words).toBe("30 Mar: 1 rotation, 0 failed attempts");
  expect(countWords(sumOf(days))).toBe("401 rotations, 9 failed attempts");
});
