import type { Locator } from "playwright/test";
import { chooseNew, expect, test } from "./fixtures";

/** How far the highlighted item stands out from what is around it: its edge or its ground, whichever can be told better. */
async function contrastOf(item: Locator): Promise<number> {
  await expect(item).toHaveAttribute("data-highlighted");
  return await item.evaluate((element) => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    /** What is seen of colours that lie on each other, the last one on top, as a relative luminance. */
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
    const { backgroundColor, outlineColor, outlineStyle, outlineWidth } = getComputedStyle(element);
    const hasEdge = outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
    const around = luminance(grounds);
    const contrasts = [backgroundColor, ...(hasEdge ? [outlineColor] : [])].map((colour) => {
      const own = luminance([...grounds, colour]);
      return (Math.max(own, around) + 0.05) / (Math.min(own, around) + 0.05);
    });
    return Math.max(...contrasts);
  });
}

test("the highlighted item of every kind of list can be seen", async ({
  page,
  place,
  project,
  credential,
}) => {
  await page.goto(place.url);
  await page.getByRole("button", { name: "New Secret" }).focus();
  await page.keyboard.press("Enter");
  const menu = await contrastOf(page.getByRole("menuitem", { name: "Secret", exact: true }));
  await page.keyboard.press("Escape");

  await page.keyboard.press("Control+K");
  const palette = await contrastOf(page.getByRole("option").first());
  await page.keyboard.press("Escape");

  await chooseNew(page, "Rotating Secret");
  const dialog = page.getByRole("dialog", { name: "New rotating secret" });
  await dialog.getByLabel("Third-party credential").click();
  const option = page.getByRole("option", { name: credential.name });
  await option.hover();
  const select = await contrastOf(option);
  await option.click();
  await dialog.getByLabel("Name").fill("Highlighted");
  await dialog.getByRole("button", { name: "Continue" }).click();
  await dialog.getByLabel("Project").fill(project.name);
  const combobox = await contrastOf(page.getByRole("option", { name: project.name }));

  for (const [kind, contrast] of Object.entries({ menu, palette, select, combobox })) {
    expect(contrast, kind).toBeGreaterThanOrEqual(3);
  }
});
