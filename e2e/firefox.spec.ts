import { findFirefox } from "./browsers";
import { expect, SIGNED_OUT, test as base } from "./fixtures";
import { Firefox } from "./firefox";
import { FirefoxConsole } from "./firefox-console";

// A Firefox whose password manager knows the user's login here. Anything that looks like a login to it gets
// that password,
// `autocomplete=off` or not, and it offers to save what was typed there.
const test = base.extend<{ console: FirefoxConsole }>({
  console: async ({ stack }, use) => {
    const executable = findFirefox();
    if (executable === undefined) {
      throw new Error("There is no Firefox here. Install it, or name it in PHASE_FIREFOX.");
    }
    const firefox = await Firefox.start(executable);
    try {
      const opened = new FirefoxConsole(firefox, stack);
      await opened.signIn();
      await use(opened);
    } finally {
      await firefox.stop();
    }
  },
});

test.use(SIGNED_OUT);
test.setTimeout(180_000);

test("Firefox fills in only logins, and offers to save nothing else", async ({
  console,
  api,
  place,
  credential,
}) => {
  await api.addSecret(place.environmentId, "REGION", "eu");
  for (const [path, steps, opened] of [
    ["/integrations", ["Add credential", "OpenAI"], "Admin API Key"],
    ["/integrations", [`Actions for ${credential.name}`, "Replace key"], "Replace the key of"],
    [`${place.url}?new=secret`, [], "A value that you enter"],
    [place.url, ["Edit REGION"], "Edit REGION"],
    [`${place.url}?new=import`, [], "Import from .env"],
    [`${place.url}?new=rotating`, [], "New rotating secret"],
    ["/apps?new=app", [], "New app"],
    ["/members?add=member", [], "Invite member"],
    ["/service-tokens?new=token", [], "New service token"],
    ["/notifications?add=webhook", [], "Add webhook"],
  ] as const) {
    await console.open(path);
    for (const step of steps) await console.press(step);
    await console.waitForText(opened);
    expect(await console.filledFields(), path).toEqual([]);
  }

  await console.open(`${place.url}?new=secret`);
  await console.fill("Key", "STRIPE_KEY");
  await console.fill("Value", "sk_live_something");
  await console.press("Save");
  await console.waitForText("STRIPE_KEY saved");
  await console.open("/apps");
  expect(await console.keepsAndOffers()).toEqual({ offered: [], kept: 1 });
  expect(await api.valueOf(place.environmentId, "STRIPE_KEY")).toBe("sk_live_something");

  // Proves that an offer would have been noticed.
  await console.sendLogin("somebody", "a login's password");
  await expect
    .poll(() => console.keepsAndOffers())
    .toMatchObject({
      offered: expect.arrayContaining([{ username: "somebody", password: "a login's password" }]),
      kept: 1,
    });
});

test("an admin key is added and a rotating secret created in Firefox, without an error in its console", async ({
  console,
  api,
  openai,
  place,
  project,
}) => {
  await console.open("/integrations");
  await console.press("Add credential");
  await console.press("OpenAI");
  await console.fill("Name", `Firefox ${place.appName}`);
  await console.fill("Admin API Key", openai.adminKey);
  await console.press("Save");
  await console.waitForText(`Firefox ${place.appName}`);

  await console.open(place.url);
  await console.press("New Secret");
  await console.press("Rotating Secret");
  await console.choose("Third-party credential", `Firefox ${place.appName}`);
  await console.fill("Name", "From Firefox");
  await console.press("Continue");
  await console.search("Project", project.name);
  await console.press("Continue");
  await console.waitForText("Rotation interval");
  await console.press("Continue");
  await console.waitForFocusOn("Outputs");
  await console.press("Create and mint");
  await console.waitForText("OPENAI_API_KEY");
  const key = await api.valueOf(place.environmentId, "OPENAI_API_KEY");
  expect(await openai.isAlive(key ?? "")).toBe(true);
  expect(await console.errors()).toEqual([]);
});
