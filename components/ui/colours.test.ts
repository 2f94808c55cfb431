import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "@/installation/root";
import config from "@/tailwind.config";

it("names only colours that exist, because Tailwind ignores others silently", () => {
  const colours = Object.entries(config.theme.extend.colors).flatMap(([name, shades]) =>
    typeof shades === "string" ? [name] : Object.keys(shades).map((shade) => `${name}-${shade}`),
  );
  const files = globSync("{app,components}/**/*.tsx", { cwd: ROOT });
  const named = files.flatMap((file) =>
    [
      ...readFileSync(join(ROOT, file), "utf8").matchAll(
        /\b(?:text|bg|border)-([a-z]+-(?:ink|soft|on|hover))\b/g,
      ),
    ].map(([, colour = ""]) => colour),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((colour) => !colours.includes(colour))).toEqual([]);
});
