import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { ROOT } from "@/installation/root";
import { arrowUp, FLOORS, isTest, roomOf, targetOf } from "../../rooms.mjs";

const SKIPPED = /(?:^|\/)(?:node_modules|generated|dist|test-results|playwright-report|\.[^/]*)$/;
const FILES = globSync("**/*.{ts,tsx,mts,mjs}", { cwd: ROOT, exclude: (path) => SKIPPED.test(path) }).filter(
  (file) => !/\.d\.m?ts$/.test(file),
);
const KNOWN = new Set(FILES);
const ENDS = ["", ".ts", ".tsx", ".mts", ".mjs"];

/** Including types. */
const IMPORTS = new Map(FILES.map((file) => [file, importsOf(file)]));

function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(ROOT, file), "utf8"), true, true);
  return importedFiles.flatMap(({ fileName }) => {
    const target = targetOf(file, fileName);
    return ENDS.map((end) => `${target}${end}`)
      .filter((path) => KNOWN.has(path))
      .slice(0, 1);
  });
}

/** One import cycle reachable from `from`, as the files in order. Null if there is none. */
function circleFrom(from: string, done: Set<string>, path: string[] = []): string[] | null {
  if (path.includes(from)) return [...path.slice(path.indexOf(from)), from];
  if (done.has(from)) return null;
  for (const target of IMPORTS.get(from) ?? []) {
    const circle = circleFrom(target, done, [...path, from]);
    if (circle !== null) return circle;
  }
  done.add(from);
  return null;
}

describe("the rooms", () => {
  it("contain every file of the folders", () => {
    const homeless = FILES.filter(
      (file) => file.includes("/") && !isTest(file) && roomOf(file) === undefined,
    );
    expect(homeless).toEqual([]);
  });

  it("import nothing beside or above them", () => {
    const arrows = FILES.flatMap((file) =>
      (IMPORTS.get(file) ?? []).flatMap((target) => {
        const words = arrowUp(file, target);
        return words === null ? [] : [`${file} → ${target}: ${words}`];
      }),
    );
    expect(arrows).toEqual([]);
  });

  it("and their files have no import cycle, including types", () => {
    const done = new Set<string>();
    const circle = FILES.map((file) => circleFrom(file, done)).find((found) => found !== null);
    expect(circle?.join(" → ")).toBeUndefined();
  });

  it("of lib/ are drawn in docs/architecture.md, each with its purpose, from the top down", () => {
    const document = readFileSync(join(ROOT, "docs/architecture.md"), "utf8");
    const told = [...document.matchAll(/^\| `(lib\/[^`]+?)\/?` +\| \S/gm)].map(([, room = ""]) => room);
    const isOneRoom = (room: string) => room.split("/").length === 2;
    const known = FLOORS.flat().filter((room) => room.startsWith("lib/") && isOneRoom(room));
    expect(told.toSorted()).toEqual(known.toSorted());
    const floors = told.map((room) => FLOORS.findLastIndex((rooms) => rooms.includes(room)));
    expect(floors).toEqual(floors.toSorted((one, other) => other - one));
  });

  it("are checked where it counts", () => {
    expect(IMPORTS.get("lib/rotation/engine/mint.ts")).toContain("lib/rotation/services.ts");
    expect(arrowUp("lib/database/connect.ts", "lib/http/handle.ts")).toMatch(/below lib\/http/);
    expect(arrowUp("lib/rotation/core/health.ts", "lib/rotation/store")).toMatch(
      /below lib\/rotation\/store /,
    );
    expect(arrowUp("lib/rotation/store/store.ts", "lib/rotation/core/health")).toBeNull();
    expect(isTest("lib/rotation/store/store.test.ts")).toBe(true);
  });
});
