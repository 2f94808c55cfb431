import { expect, it } from "vitest";
import { namesTag, requireMatch, tagOf } from "./etag";

it.each([
  ['"abc-json"', true],
  ['W/"abc-json"', true],
  ['w/"abc-json"', true],
  ['"abc-json-gzip"', true],
  ['W/"abc-json-br"', true],
  ['"abc-json--gzip"', true],
  ['"abc-json-zstd"', true],
  ['"other", W/"x,y" , W/"abc-json-deflate"', true],
  [" * ", true],
  ['"abc"', false],
  ['"abc-json-env"', false],
  ['"other", "more"', false],
  ["", false],
  [null, false],
])("an If-None-Match of %s: %s", (header, known) => {
  expect(namesTag(header, "abc-json")).toBe(known);
});

it.each([
  [null, true],
  ["*", true],
  ['"now"', true],
  ['W/"now-gzip"', true],
  ['"before", "now"', true],
  ['"before"', false],
  ["now", false],
])("an If-Match of %s lets the change through: %s", (ifMatch, passes) => {
  const ask = () => requireMatch({ ifMatch }, "now");
  if (passes) expect(ask).not.toThrow();
  else expect(ask).toThrow(expect.objectContaining({ code: "precondition_failed", status: 412 }));
});

it("a tag is of what it was made of", () => {
  expect(tagOf(["a", 1, null])).toBe(tagOf(["a", 1, null]));
  expect(tagOf(["a", 1, null])).not.toBe(tagOf(["a", 1, "null"]));
});
