import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { TRANSITIONS } from "./core/lifecycle";
import { CREDENTIAL_STATES } from "./core/model";

const README = readFileSync(join(import.meta.dirname, "README.md"), "utf8");

describe("the README", () => {
  it("draws the lifecycle as the table has it", () => {
    const drawn = [...README.matchAll(/^ {2}(\S+ --> \S+(?:: \S+)?)$/gm)].map(([, arrow]) => arrow);
    const table = CREDENTIAL_STATES.flatMap((state) => {
      const row = Object.entries(TRANSITIONS[state]);
      return row.length === 0
        ? [`${state} --> [*]`]
        : row.map(([event, next]) => `${state} --> ${next}: ${event.replace("credential.", "")}`);
    });
    expect(drawn.sort()).toEqual(["[*] --> SENDING", ...table].sort());
  });

  const named = [...README.matchAll(/`([\w./-]+\.test\.ts)`(?: “([^”]+)”)?/g)].map(
    ([, file = "", title = ""]) => ({
      file,
      title,
    }),
  );
  const unique = [...new Map(named.map((each) => [each.file + each.title, each])).values()];

  it.each(unique)("names a test that exists: $file “$title”", ({ file, title }) => {
    const found = [".", "..", "../.."]
      .map((folder) => join(import.meta.dirname, folder, file))
      .find((path) => existsSync(path));
    expect(found).toBeDefined();
    expect(readFileSync(found ?? "", "utf8")).toContain(title);
  });
});
