import { describe, expect, it } from "vitest";
import { aRotatingSecret } from "@/components/rotation/rotating-secret.fixture";
import { ACTIONS } from "@/lib/access/permissions";
import { findCommands, type Known } from "./commands";
import { namesIn } from "./secret-verbs";

const secret = aRotatingSecret({ name: "OpenAI search" });
const apps = [
  {
    id: "shop",
    name: "Shop",
    labels: {},
    environments: [{ id: secret.environmentId, name: "Production", labels: {} }],
  },
];
const known: Known = {
  actions: ACTIONS,
  apps,
  rotating: [{ rotatingSecret: secret, appId: "shop", appName: "Shop", environmentName: "Production" }],
  found: [],
  environmentId: secret.environmentId,
};
const path = `/apps/shop/environments/${secret.environmentId}`;

function labels(query: string, changes: Partial<Known> = {}): string[] {
  return findCommands(query, { ...known, ...changes }, [], () => {}).flatMap(({ items }) =>
    items.map(({ label }) => label),
  );
}

function follow(query: string): string | undefined {
  let went: string | undefined;
  findCommands(query, known, [], (href) => (went = href))[0]?.items[0]?.onSelect();
  return went;
}

describe("the search", () => {
  it("wants every word, at any place", () => {
    expect(labels("production openai")).toEqual(["OpenAI search", "Rotate OpenAI search now"]);
    expect(labels("production paypal")).toEqual([]);
  });

  it.each([
    ["openai", `${path}?manage=${secret.id}`],
    ["rotate openai", `${path}?manage=${secret.id}&do=rotate`],
    ["import", `${path}?new=import`],
    ["audit", "/audit"],
    ["invite member", "/members?add=member"],
  ])("%s leads to %s", (query, href) => {
    expect(follow(query)).toBe(href);
  });

  it("asks the server for names, not for what is to be done", () => {
    expect(namesIn("Rotate OpenAI prod now")).toBe("openai prod");
    expect(namesIn("pau openai")).toBe("openai");
  });

  it("leads to Manage for what Manage offers", () => {
    expect(labels("pause openai")).toEqual(["OpenAI search"]);
  });

  it("offers what needs an environment on its page only", () => {
    expect(labels("new secret", { environmentId: null })).toEqual([]);
    expect(labels("new secret")).toContain("New secret");
  });

  it("offers a viewer nothing that viewers may not do", () => {
    const offered = labels("", { actions: ["read"] });
    expect(offered.filter((label) => /^(New|Add|Invite|Import|Rotate|Audit|Service)/.test(label))).toEqual(
      [],
    );
    expect(offered).toContain("Overview");
    expect(labels("rotate", { actions: ["read"] })).toEqual([]);
  });

  it("shows a few of each while nothing is typed", () => {
    const many = Array.from({ length: 200 }, (_, index) => ({
      rotatingSecret: { ...secret, id: `id-${index}`, name: `Key ${index}` },
      appId: "shop",
      appName: "Shop",
      environmentName: "Production",
    }));
    expect(labels("", { rotating: many }).filter((label) => label.startsWith("Key"))).toHaveLength(6);
    expect(labels("key 199", { rotating: many })).toContain("Key 199");
  });
});
