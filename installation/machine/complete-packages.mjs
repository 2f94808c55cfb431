// Plain JavaScript: install.mjs needs it before anything is installed.
//
// No install script of any package runs (.npmrc). Two packages would be incomplete without theirs, so their
// work is done
// here: PostgreSQL's libraries get their links, and the package "node" its Node.
import { linkSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/**
 * Links between the files of a PostgreSQL package, because npm's archives contain none. `native` is the
 * folder with its `bin`.
 */
export function linkLibraries(native) {
  let links;
  try {
    links = JSON.parse(readFileSync(join(native, "pg-symlinks.json"), "utf8"));
  } catch {
    return;
  }
  const packaged = dirname(native);
  for (const { source, target } of links) {
    const link = join(packaged, target);
    try {
      symlinkSync(relative(dirname(link), join(packaged, source)), link);
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
  }
}

/** What npm must install in the folder of the package "node". */
export function nodePackage(version) {
  const { platform, arch } = process;
  const prefix = platform === "darwin" && arch === "arm64" ? "node-bin" : "node";
  return `${prefix}-${platform === "win32" ? "win" : platform}-${arch}@${version}`;
}

/** Puts the Node that npm has installed where the package "node" expects it. */
export function linkNode(folder, wanted) {
  const brought = join(folder, "node_modules", wanted.slice(0, wanted.lastIndexOf("@")));
  const { bin } = JSON.parse(readFileSync(join(brought, "package.json"), "utf8"));
  mkdirSync(join(folder, "bin"), { recursive: true });
  linkSync(join(brought, bin.node), join(folder, "bin/node"));
}
