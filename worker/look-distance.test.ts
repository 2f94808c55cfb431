import { expect, it } from "vitest";
import { LookDistance } from "./look-distance";

/** Looks of this duration, each as soon as allowed. Returns the pauses after each. */
function inARow(count: number, took: number): number[] {
  const distance = new LookDistance();
  let now = 0;
  return Array.from({ length: count }, () => {
    const rest = distance.after(now, now + took);
    now += took + rest;
    return rest;
  });
}

it("after an idle time one look follows another immediately, also on a slow machine", () => {
  const distance = new LookDistance();
  for (let second = 1; second < 5; second++)
    expect(distance.after(second * 1_000, second * 1_000 + 200)).toBe(5);
});

it("consecutive looks are each followed by a pause of twice their time", () => {
  const rests = inARow(50, 100);
  expect(rests.slice(0, 2)).toEqual([5, 5]);
  expect(rests.at(-1)).toBe(200);
  const looked = 50 * 100;
  const rested = rests.reduce((sum, rest) => sum + rest, 0);
  expect(looked / (looked + rested)).toBeLessThan(0.36);
});

it("quick looks keep a distance", () => {
  expect(inARow(200, 0)).toEqual(Array.from({ length: 200 }, () => 5));
});
