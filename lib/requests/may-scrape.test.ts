import { expect, it } from "vitest";
import { mayScrape } from "./may-scrape";

it("lets anyone read the metrics where no token is set", () => {
  expect(mayScrape(null, undefined)).toBe(true);
});

it.each([
  ["Bearer sixteen-letters-long", true],
  ["bearer  sixteen-letters-long", true],
  ["Bearer sixteen-letters-lon", false],
  ["Basic sixteen-letters-long", false],
  ["Bearer ", false],
  [undefined, false],
])("where one is set, %s: %s", (authorization, may) => {
  expect(mayScrape(authorization, "sixteen-letters-long")).toBe(may);
});
