import { expect, it } from "vitest";
import { subjectPath } from "./subject-path";

const apps = [
  { id: "shop", name: "Shop", labels: {}, environments: [{ id: "e1", name: "Production", labels: {} }] },
];

it.each([
  ["app", "shop", {}, "/apps/shop"],
  ["app", "gone", {}, null],
  ["environment", "e1", {}, "/apps/shop/environments/e1"],
  ["secret", "s1", { environmentId: "e1" }, "/apps/shop/environments/e1?filter=A%26B"],
  ["secret", "s1", { environmentId: "gone" }, null],
  ["rotating_secret", "r1", { environmentId: "e1" }, "/apps/shop/environments/e1?manage=r1"],
  ["rotating_secret", "r1", {}, "/?search=A%26B"],
  ["member", "m1", {}, "/members"],
  ["request", "q1", {}, null],
])("an entry about a %s %s leads to its page", (subjectType, subjectId, detail, path) => {
  expect(subjectPath({ subjectType, subjectId, subjectName: "A&B", detail }, apps)).toBe(path);
});
