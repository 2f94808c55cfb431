import { expect, it } from "vitest";
import { mayScrape } from "./may-scrape";

const asked = (authorization?: string) =>
  new Request("http://127.0.0.1/metrics", authorization === undefined ? {} : { headers: { authorization } });

it("lets anyone read the metrics where no token is set", () => {
  expect(mayScrape(asked(), undefined)).toBe(true);
});

it.each([
  ["Bearer sixteen-letters-long", true],
  ["bearer  sixteen-letters-long", true],
  ["Bearer sixteen-letters-lon", false],
  ["Basic sixteen-letters-long", false],
  ["Bearer ", false],
  [undefined, false],
])("where one is set, %s: %s", (authorization, may) => {
  expect(mayScrape(asked(authorization), "sixteen-letters-long")).toBe(may);
});
