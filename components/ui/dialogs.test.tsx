import { expect, it } from "vitest";
import { FIXTURE_ADDRESS as ADDRESS, fixturePage } from "@/e2e/fixture-page";

const page = fixturePage("dialogs.fixture.tsx");

const open = (name: string) =>
  page()
    .getByRole("button", { name: `Open ${name}` })
    .click();
const dialog = (name: string) => page().getByRole("dialog", { name });
const gone = (name: string) => dialog(name).waitFor({ state: "detached" });
/** By key, because without the console's styles, a modal dialog lies under its backdrop. */
const press = (name: string) => page().getByRole("button", { name, exact: true }).press("Enter");
const focused = () => page().evaluate(() => document.activeElement?.textContent);
/** Waits for the next history step back. */
const nextStep = () =>
  page().evaluate(
    () => new Promise((done) => addEventListener("popstate", () => done(true), { once: true })),
  );
const back = () => page().evaluate(() => history.back());

it("Back closes a dialog, and leaves the page only after that", async () => {
  await open("typed");
  await dialog("Typed").waitFor();
  await back();
  await gone("Typed");
  expect(page().url()).toBe(ADDRESS);
  await back();
  await page().waitForURL(`${ADDRESS}before`);
});

it("a dialog that was closed leaves no step behind in the history", async () => {
  for (let time = 0; time < 2; time += 1) {
    await open("typed");
    await dialog("Typed").waitFor();
    const stepped = nextStep();
    await page().keyboard.press("Escape");
    await gone("Typed");
    await stepped;
  }
  await back();
  await page().waitForURL(`${ADDRESS}before`);
});

it.each(["Escape", "Back"])("%s asks before it drops what was typed", async (way) => {
  await open("typed");
  await page().getByLabel("Key").fill("TYPED");
  if (way === "Back") await back();
  else await page().keyboard.press("Escape");
  await page().getByText("Discard what you typed?").waitFor();
  expect(await focused()).toBe("Keep editing");
  await page().keyboard.press("Enter");
  await page().getByText("Discard what you typed?").waitFor({ state: "detached" });
  expect(await page().getByLabel("Key").inputValue()).toBe("TYPED");
  await back();
  await press("Discard");
  await gone("Typed");
  expect(page().url()).toBe(ADDRESS);
});

it("a dialog that takes another one's place stays", async () => {
  await open("once");
  await press("Create it");
  await dialog("Shown once").waitFor();
  // Steps back for the first one are complete by the time Back is answered.
  const stepped = nextStep();
  expect(await dialog("Shown once").isVisible()).toBe(true);
  await back();
  await stepped;
  await gone("Shown once");
  expect(page().url()).toBe(ADDRESS);
});

it.each([
  ["Work", "The work is done."],
  ["Work in vain", "Something went wrong on this page. Reload and try again."],
])("what %s comes to is reported, also when its dialog is closed by then", async (button, report) => {
  await open("slow");
  await press(button);
  await page().keyboard.press("Escape");
  await gone("Slow");
  await page().evaluate(() => window.finish(new Error("No.")));
  await page().getByText(report).waitFor();
});

it("in a side panel a question is a step: Escape leaves it, then the panel, and focus goes back", async () => {
  await open("panel");
  const panel = dialog("Manage");
  await panel.getByRole("button", { name: "Delete" }).click();
  const step = panel.getByRole("alertdialog", { name: "Delete it?" });
  await step.waitFor();
  await expect.poll(focused).toBe("Cancel");
  expect(await panel.getByRole("button", { name: "Edit" }).isVisible()).toBe(false);
  expect(await panel.getByRole("button", { name: "Rotate now" }).count()).toBe(0);
  await page().keyboard.press("Escape");
  await step.waitFor({ state: "detached" });
  await expect.poll(focused).toBe("Delete");
  await page().keyboard.press("Escape");
  await gone("Manage");
});

it("in a side panel a form is a step that keeps what was typed, and Back leaves it first", async () => {
  await open("panel");
  const panel = dialog("Manage");
  await panel.getByRole("button", { name: "Edit" }).click();
  const step = panel.getByRole("region", { name: "Edit it" });
  await step.getByLabel("Name").fill("Mine");
  await page().keyboard.press("Escape");
  await step.getByText("Discard what you typed?").waitFor();
  await step.getByRole("button", { name: "Discard" }).click();
  await step.waitFor({ state: "detached" });
  await panel.getByRole("button", { name: "Edit" }).click();
  await step.getByLabel("Name").waitFor();
  await back();
  await step.waitFor({ state: "detached" });
  expect(await panel.isVisible()).toBe(true);
});
