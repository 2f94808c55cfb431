import { expect, it } from "vitest";
import { exposureWarnings, OPEN_DATABASE, PUBLIC_HTTP } from "./exposure";

const LOCAL = "postgresql://phase@127.0.0.1:5432/phase";
const FAR = "postgresql://phase@db.example.com/phase";

it.each([
  ["http://localhost:3000", LOCAL, []],
  ["http://127.0.0.1:3000", "postgresql://phase@/phase?host=/var/run/postgresql", []],
  ["https://phase.example.com", `${FAR}?sslmode=verify-full`, []],
  ["http://phase.example.com", LOCAL, [PUBLIC_HTTP]],
  ["http://10.0.0.7:3000", LOCAL, [PUBLIC_HTTP]],
  ["https://phase.example.com", FAR, [OPEN_DATABASE]],
  ["https://phase.example.com", `${FAR}?sslmode=disable`, [OPEN_DATABASE]],
  ["http://phase.example.com", FAR, [PUBLIC_HTTP, OPEN_DATABASE]],
])("%s with %s warns of %j", (nextAuthUrl, databaseUrl, warnings) => {
  expect(exposureWarnings({ nextAuthUrl: new URL(nextAuthUrl), databaseUrl })).toEqual(warnings);
});
