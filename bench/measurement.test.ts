import { expect, test } from "vitest";
import { figuresOf, percentileRounds } from "./measurement";

const time = { name: "reading", unit: "ms", better: "less" } as const;
const rate = { name: "cycles", unit: "1/s", better: "more" } as const;

test("a time that is twice its floor's costs twice as much", () => {
  const rounds = [{ value: 6, floor: 3 }];
  expect(figuresOf({ ...time, rounds })).toMatchObject({ value: 6, floor: 3, ratio: 2 });
});

test("a rate that is half its floor's costs twice as much", () => {
  const rounds = [{ value: 50, floor: 100 }];
  expect(figuresOf({ ...rate, rounds })).toMatchObject({ value: 50, floor: 100, ratio: 2 });
});

test("the ratio is the middle one of the rounds, each against its own floor", () => {
  const rounds = [
    { value: 30, floor: 10 },
    { value: 4, floor: 2 },
    { value: 5, floor: 1 },
  ];
  expect(figuresOf({ ...time, rounds })).toEqual({
    value: 5,
    floor: 2,
    ratio: 3,
    lowestRatio: 2,
    highestRatio: 5,
  });
});

test.each([
  { what: "no round", rounds: [] },
  { what: "a rate of nothing", rounds: [{ value: 0, floor: 1 }] },
  { what: "a floor that was not measured", rounds: [{ value: 1, floor: Number.NaN }] },
])("$what is no figure", ({ rounds }) => {
  expect(() => figuresOf({ ...rate, rounds })).toThrow("cycles: a round measured nothing.");
});

test("of a hundred values the 50th and the 99th are shown", () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentileRounds({ values, floors: [1, 2] })).toEqual({
    p50: { value: 50, floor: 1 },
    p99: { value: 99, floor: 2 },
  });
});
