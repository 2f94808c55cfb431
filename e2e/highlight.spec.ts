import type { Locator, Page } from "playwright/test";
import { chooseNew, expect, test } from "./fixtures";

/** The smaller one of both themes. */
async function contrastOf(page: Page, item: Locator): Promise<number> {
  const contrasts: number[] = [];
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator(":root")).toHaveAttribute("data-theme", colorScheme);
    contrasts.push(await contrastInTheme(item));
  }
  return Math.min(...contrasts);
}

async function contrastOfHighlighted(page: Page, item: Locator): Promise<number> {
  await expect(item).toHaveAttribute("data-highlighted");
  return await contrastOf(page, item);
}

/** How far an item stands out from its surroundings: its edge, outline or background, whichever is clearest. */
async function contrastInTheme(item: Locator): Promise<number> {
  // A colour that is still fading is another one.
  await item.evaluate((element) => Promise.all(element.getAnimations().map(({ finished }) => finished)));
  return await item.evaluate((element) => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    /** The visible result of layered colours, the last one on top, as a relative luminance. */
    const luminance = (colours: string[]) => {
      if (canvas === null) throw new Error("There is no canvas.");
      for (const colour of ["white", ...colours]) {
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
      }
      const [red = 0, green = 0, blue = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const grounds: string[] = [];
    for (let above = element.parentElement; above !== null; above = above.parentElement) {
      grounds.unshift(getComputedStyle(above).backgroundColor);
    }
    const style = getComputedStyle(element);
    const hasOutline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
    const hasEdge = parseFloat(style.borderBottomWidth) >= 1;
    const edges = [
      ...(hasOutline ? [style.outlineColor] : []),
      ...(hasEdge ? [style.borderBottomColor] : []),
    ];
    const around = luminance(grounds);
    const contrasts = [style.backgroundColor, ...edges].map((colour) => {
      const own = luminance([...grounds, colour]);
      return (Math.max(own, around) + 0.05) / (Math.min(own, around) + 0.05);
    });
    return Math.max(...contrasts);
  });
}

test("highlighted, chosen and focused items are visible in both themes", async ({
  page,
  place,
  project,
  credential,
}) => {
  await page.goto(place.url);
  await page.getByRole("button", { name: "New Secret" }).focus();
  await page.keyboard.press("Enter");
  const menu = await contrastOfHighlighted(page, page.getByRole("menuitem", { name: "Secret", exact: true }));
  await page.keyboard.press("Escape");

  await page.keyboard.press("Control+K");
  const palette = await contrastOfHighlighted(page, page.getByRole("option").first());
  await page.keyboard.press("Escape");

  await chooseNew(page, "Rotating Secret");
  const dialog = page.getByRole("dialog", { name: "New rotating secret" });
  await dialog.getByLabel("Third-party credential").click();
  const option = page.getByRole("option", { name: credential.name });
  await option.hover();
  const select = await contrastOfHighlighted(page, option);
  await option.click();
  await dialog.getByLabel("Name").fill("Highlighted");
  await dialog.getByRole("button", { name: "Continue" }).click();
  await dialog.getByLabel("Project").fill(project.name);
  const projects = page.getByRole("option", { name: project.name });
  const combobox = await contrastOfHighlighted(page, projects);
  await projects.click();
  await dialog.getByRole("button", { name: "Continue" }).click();
  const preset = await contrastOf(page, dialog.getByRole("button", { name: "30 days", pressed: true }));
  await dialog.getByRole("button", { name: "Continue" }).focus();
  await page.keyboard.press("Shift+Tab");
  const button = await contrastOf(page, dialog.locator(":focus"));

  for (const [kind, contrast] of Object.entries({ menu, palette, select, combobox, preset, button })) {
    expect(contrast, kind).toBeGreaterThanOrEqual(3);
  }
});
