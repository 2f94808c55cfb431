import { expect, it } from "vitest";
import { namesTag } from "./etag";

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
