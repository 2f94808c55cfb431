import { expect, test } from "vitest";
import { integer, list, nullable, object, optional, record, ShapeError, text, tryShape } from "./shape";

const thing = object({ name: text, size: nullable(integer), tags: optional(list(text), ["none"]) });

test("named fields are read, others are left out", () => {
  expect(thing({ name: "a", size: null, more: 1 })).toEqual({ name: "a", size: null, tags: ["none"] });
});

test.each([
  null,
  [],
  "a",
  {},
  { name: 1, size: 1 },
  { name: "a" },
  { name: "a", size: 0.5 },
  { name: "a", size: 1, tags: null },
  { name: "a", size: 1, tags: [1] },
  Object.create({ name: "a", size: 1 }),
])("%j is refused", (value: unknown) => {
  expect(() => thing(value)).toThrow(ShapeError);
  expect(tryShape(thing, value)).toBeUndefined();
});

test("a record may have any name", () => {
  const found = record(text)(JSON.parse('{"__proto__":"a","constructor":"b"}'));
  expect(Object.entries(found)).toEqual([
    ["__proto__", "a"],
    ["constructor", "b"],
  ]);
});
