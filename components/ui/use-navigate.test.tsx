import { beforeEach, expect, it } from "vitest";
import { FIXTURE_ADDRESS as ADDRESS, fixturePage } from "@/e2e/fixture-page";

const page = fixturePage("use-navigate.fixture.tsx");
beforeEach(() => page().getByRole("button", { name: "Open it" }).click());

/** By key, because without the console's styles, a modal dialog lies under its backdrop. */
const press = (name: string) => page().getByRole("button", { name, exact: true }).press("Enter");
const gone = () => page().getByRole("dialog").waitFor({ state: "detached" });

it("a dialog that closes doesn't cancel the navigation it has begun", async () => {
  await press("Go");
  await gone();
  const steps = await page().evaluate(() => {
    let backs = 0;
    history.back = () => (backs += 1);
    // A closed dialog steps back one task later.
    return new Promise((done) => setTimeout(() => done(backs)));
  });
  expect(steps).toBe(0);
  await page().evaluate(() => window.arrive());
  expect(page().url()).toBe(`${ADDRESS}elsewhere`);
  await page().goBack();
  expect(page().url()).toBe(ADDRESS);
});

it("a navigation that begins while a closed dialog steps back waits for it", async () => {
  const stepped = page().evaluate(
    () => new Promise((done) => addEventListener("popstate", () => done(true), { once: true })),
  );
  await press("Go while it steps back");
  await gone();
  await stepped;
  await page().evaluate(() => window.arrive());
  expect(page().url()).toBe(`${ADDRESS}elsewhere`);
});
