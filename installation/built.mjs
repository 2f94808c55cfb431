// Plain JavaScript: run.mjs needs it before anything is installed.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const CONSOLE = {
  stamp: "dist/web/sources-stamp",
  sources: [
    "app",
    "components",
    "lib",
    // People can download it.
    "cli",
    "proxy.ts",
    "instrumentation.ts",
    "instrumentation-client.ts",
    "next.config.mjs",
    "postcss.config.mjs",
    "tailwind.config.ts",
    "tsconfig.json",
    "package.json",
    "package-lock.json",
    "prisma/schema.prisma",
    "installation/programs/build.ts",
    // Help shows the documents.
    "docs",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "proof/README.md",
  ],
};
const PROGRAMS = {
  stamp: "dist/sources-stamp",
  sources: [
    "cli",
    "installation",
    "lib",
    "prisma",
    "scripts/start",
    "simulator",
    "worker",
    "tsconfig.json",
    "package.json",
    "package-lock.json",
  ],
};
/** The sources of the product's two parts, and the file that records the sources of a build. */
export const PARTS = { console: CONSOLE, programs: PROGRAMS };

// Generated files depend on the schema and the lockfile.
const IGNORED = /\.test\.tsx?$|\.DS_Store$|^(?:lib\/generated|cli\/dist)\//;

/** A digest of a part's sources, which changes with any of them. */
export function sourcesStamp({ sources }, root = ROOT) {
  const sum = createHash("sha256");
  for (const file of sources.flatMap((path) => filesBelow(root, path)).sort()) {
    if (IGNORED.test(file)) continue;
    const content = createHash("sha256").update(readFileSync(join(root, file)));
    sum.update(`${file}\0${content.digest("hex")}\0`);
  }
  return sum.digest("hex");
}

/** Whether a part was built from exactly the current sources. */
export function isBuilt(part, root = ROOT) {
  try {
    return readFileSync(join(root, part.stamp), "utf8") === sourcesStamp(part, root);
  } catch {
    return false;
  }
}

function filesBelow(root, path) {
  const found = statSync(join(root, path), { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (!found.isDirectory()) return [path];
  return readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isFile() || entry.isDirectory())
    .flatMap((entry) => {
      const below = `${path}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(root, below) : [below];
    });
}
