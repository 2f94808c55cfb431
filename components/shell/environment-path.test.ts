import { expect, it } from "vitest";
import { environmentPath } from "./environment-path";

const APPS = [
  { id: "a1", name: "One", labels: {}, environments: [{ id: "e1", name: "Production", labels: {} }] },
  { id: "a2", name: "Two", labels: {}, environments: [{ id: "e2", name: "Production", labels: {} }] },
];

it("finds the app that an environment belongs to", () => {
  expect(environmentPath(APPS, "e2")).toBe("/apps/a2/environments/e2");
});

it("opens Manage for a rotating secret", () => {
  expect(environmentPath(APPS, "e1", "s1")).toBe("/apps/a1/environments/e1?manage=s1");
});

it("leads to the apps while the environment is not known", () => {
  expect(environmentPath([], "e1", "s1")).toBe("/apps");
});
