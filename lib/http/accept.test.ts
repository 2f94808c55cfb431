import { expect, it } from "vitest";
import { accepts, wantsProblem } from "./accept";

it.each([
  [null, true],
  ["", true],
  ["*/*", true],
  ["application/json", true],
  ["Application/JSON; charset=utf-8", true],
  ["text/html, application/*;q=0.5", true],
  ["text/html,application/xhtml+xml,*/*;q=0.8", true],
  ["text/html", false],
  ["application/xml, text/*", false],
  ["application/json;q=0", false],
  ["application/json; q=0.0", false],
  ["application/json;q=0.01", true],
])("an Accept of %s takes JSON: %s", (accept, takes) => {
  expect(accepts(accept, ["application/json"])).toBe(takes);
});

it("one of several that are offered is enough", () => {
  expect(accepts("text/plain", ["application/json", "text/plain"])).toBe(true);
});

it.each([
  [null, false],
  ["*/*", false],
  ["application/json", false],
  ["application/json, application/problem+json", true],
  ["application/problem+json;q=0", false],
])("an Accept of %s wants problems: %s", (accept, wants) => {
  expect(wantsProblem(accept)).toBe(wants);
});
