import { describe, expect, it } from "vitest";
import { crumbsOf, failedIn, tabTitle } from "./where";

const apps = [
  { id: "a1", name: "Shop", labels: {}, environments: [{ id: "e1", name: "Production", labels: {} }] },
];

describe("the tab's title", () => {
  it.each([
    ["/apps/a1/environments/e1", 0, "Production · Shop · Phase"],
    ["/apps/a1/environments/e1", 2, "(2) Production · Shop · Phase"],
    ["/apps/a1", 0, "Shop · Phase"],
    ["/audit", 1, "(1) Audit log · Phase"],
    ["/api-docs", 0, "API reference · Phase"],
    ["/", 3, "(3) Overview · Phase"],
    ["/nowhere", 3, null],
  ])("of %s with %i failed is %s", (path, failed, title) => {
    expect(tabTitle(path, apps, failed)).toBe(title);
  });
});

it.each([
  ["/apps/a1/environments/e1", ["Acme", "Shop"]],
  ["/apps/a1", ["Acme", "Shop"]],
  ["/apps/gone", ["Acme", "Apps"]],
  ["/settings", ["Acme", "Settings"]],
])("the way down to %s is %j", (path, labels) => {
  expect(crumbsOf(path, "Acme", apps).map(({ label }) => label)).toEqual(labels);
});

it("counts what has failed in all environments", () => {
  const row = { rotatingSecrets: 9, degraded: 1 };
  expect(
    failedIn([
      { ...row, environmentId: "a", failed: 2 },
      { ...row, environmentId: "b", failed: 1 },
    ]),
  ).toBe(3);
  expect(failedIn(undefined)).toBe(0);
});
