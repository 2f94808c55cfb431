/** What the repository says about the configuration file, beside what the product does. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { expect, test } from "vitest";
import { configurationJsonSchema } from "@/lib/api/configuration";
import { readConfigurationFile } from "@/lib/configuration/read-file";
import { ROOT } from "@/installation/root";

test("docs/configuration.schema.json is the schema that the API serves", async () => {
  const path = join(ROOT, "docs/configuration.schema.json");
  const text = JSON.stringify(configurationJsonSchema());
  const formatted = await format(text, { ...(await resolveConfig(path)), parser: "json" });
  await expect(formatted).toMatchFileSnapshot(path);
});

test("the example in docs/configuration-file.md is a file that can be applied", () => {
  const page = readFileSync(join(ROOT, "docs/configuration-file.md"), "utf8");
  const [, example = ""] = /^```yaml\n(version: 1\n.*?)^```/ms.exec(page) ?? [];
  const { environmentNames, ...file } = readConfigurationFile(example);
  expect(Object.keys(file)).toEqual([
    "version",
    "thirdPartyCredentials",
    "apps",
    "serviceTokens",
    "webhooks",
  ]);
  expect(environmentNames.get("shop")).toEqual(["Development", "Production"]);
});
