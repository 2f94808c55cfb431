import { expect, test } from "vitest";
import { ERROR_CODES } from "@/lib/lists/error-codes";
import { documents } from "./documents";
import { searchDocuments } from "./search";

const all = [...documents().values()];
const idsOf = (html: string) => [...html.matchAll(/ id="([^"]+)"/g)].map(([, id = ""]) => id);

test("each document has a title and an address of its own, a folder's README the folder's", () => {
  expect(all.filter(({ title, html }) => title === "" || html === "")).toEqual([]);
  expect(all.length).toBeGreaterThan(50);
  expect(documents().get("/docs")?.file).toBe("docs/README.md");
  expect(documents().get("/docs/decisions")?.file).toBe("docs/decisions/README.md");
  expect(documents().get("/docs/recipes/node")?.file).toBe("docs/recipes/node.md");
  expect(documents().get("/docs/lib/rotation")?.file).toBe("lib/rotation/README.md");
});

test.each(all.map((document) => [document.address, document] as const))(
  "every link of %s leads somewhere",
  (_, { html }) => {
    const links = [...html.matchAll(/<a href="([^"]+)"/g)].map(([, link = ""]) => link);
    const broken = links.filter((link) => {
      if (link.startsWith("https://")) return false;
      const [address = "", anchor] = link.split("#", 2);
      const target = documents().get(address);
      return target === undefined || (anchor !== undefined && !idsOf(target.html).includes(anchor));
    });
    expect(broken).toEqual([]);
  },
);

test.each(ERROR_CODES)("%s has a section, where the API's errors send people", (code) => {
  expect(idsOf(documents().get("/docs/errors")?.html ?? "")).toContain(code);
});

test("a search finds the section that has the words in its heading first, whatever their case and order", () => {
  const [first] = searchDocuments("proxies REVERSE");
  expect(first).toMatchObject({ address: "/docs/network#reverse-proxies", title: "Reverse proxies" });
});

test("a search asks for all words, and shows the text around one that it found", () => {
  const found = searchDocuments("PHASE_KEY_WATCH_INTERVAL_SECONDS minutes");
  expect(found.length).toBeGreaterThan(0);
  for (const { excerpt, title } of found) expect(`${title} ${excerpt}`).not.toBe(" ");
  expect(found.some(({ excerpt }) => excerpt.includes("PHASE_KEY_WATCH_INTERVAL_SECONDS"))).toBe(true);
  expect(searchDocuments("PHASE_KEY_WATCH_INTERVAL_SECONDS xylophone")).toEqual([]);
  expect(searchDocuments("  ")).toEqual([]);
});
