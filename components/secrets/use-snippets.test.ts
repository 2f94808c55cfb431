import { expect, it } from "vitest";
import { settingsText, SNIPPETS } from "./use-snippets";

const place = {
  host: "https://phase.example.com",
  environmentId: "019a3c1e-7d1c-7000-8000-000000000000",
  secretKey: "OPENAI_API_KEY",
};

it.each(SNIPPETS.map((snippet) => [snippet.label, snippet] as const))(
  "the example for %s names this environment",
  (_label, { text }) => {
    expect(text(place)).toContain(place.environmentId);
    expect(text(place)).not.toContain("undefined");
  },
);

it("no example carries the token: it has a separate block", () => {
  expect(settingsText(place.host, "phs_1")).toContain("PHASE_SERVICE_TOKEN=phs_1");
  expect(settingsText(place.host, null)).toContain("PHASE_SERVICE_TOKEN=phs_…");
  for (const { text } of SNIPPETS) expect(text(place)).not.toContain("phs_");
});
