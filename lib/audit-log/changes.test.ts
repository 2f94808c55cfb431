import { expect, test } from "vitest";
import { changesBetween } from "./changes";

test("names each field that differs, with both values", () => {
  const before = { name: "a", interval: 60, same: true, gone: "x", empty: null };
  const after = { name: "b", interval: 90, same: true, empty: undefined, fresh: 0 };
  expect(changesBetween(before, after)).toEqual([
    { field: "name", before: "a", after: "b" },
    { field: "interval", before: 60, after: 90 },
    { field: "gone", before: "x", after: null },
    { field: "fresh", before: null, after: 0 },
  ]);
});
