/** Tests which environment a path in the file means. */
import { expect, it } from "vitest";
import { pathCheck } from "./places";

const environment = (name: string) => ({ id: name, name, labels: {} });
const app = (name: string, environments: string[]) => ({
  ...{ id: name, name, labels: {} },
  environments: environments.map(environment),
});

it("accepts a path that exists or is declared once, and refuses one that matches nothing or two environments", () => {
  const apps = [app("web", ["eu/live", "staging"]), app("web/eu", ["live"])];
  const check = pathCheck(
    { apps },
    { version: 1, apps: { web: { labels: {}, environments: { staging: null, new: null } }, fresh: null } },
  );
  for (const path of ["web/staging", "web/new", "fresh/Production"]) check([path], "field");
  for (const path of ["web/eu/live", "web/old", "fresh/new"])
    expect(() => check([path], "field"), path).toThrow(expect.objectContaining({ code: "invalid_input" }));
});

it("checks many paths among many environments quickly", () => {
  const names = Array.from({ length: 9_000 }, (_, n) => `e${n}`);
  const environments = Object.fromEntries(names.map((name) => [name, null]));
  const check = pathCheck({ apps: [] }, { version: 1, apps: { web: { labels: {}, environments } } });
  const began = performance.now();
  for (let nth = 0; nth < 40; nth += 1)
    check(
      names.slice(-500).map((name) => `web/${name}`),
      "field",
    );
  // If each path were compared with all environments, this would take half a minute.
  expect(performance.now() - began).toBeLessThan(2_000);
});
