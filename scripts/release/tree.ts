/** The folder in a release archive and in the image. */
import { chmod, cp, mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { linkTree } from "@/installation/programs/link-tree";
import { PRODUCT, ROOT } from "@/installation/root";
import packageJson from "@/package.json" with { type: "json" };
import { billOfMaterials } from "./bill-of-materials";
import { licences } from "./licences";

export const RELEASE_NAME = `phase-${packageJson.version}-${process.platform}-${process.arch}`;
/** The time of every file in a release. */
export const RELEASE_TIME = new Date("2000-01-01T00:00:00Z");

/** Parts of PostgreSQL's package that only compilers need. */
const FOR_COMPILERS = /\.a$|\/pkgconfig(?:\/|$)/;
/** Libraries that Node loads and a machine with only a C library lacks. */
const NODES_LIBRARIES = /\/lib(?:stdc\+\+|gcc_s)\.so[.\d]*$/;

/** Fills `folder` with the built product, with links if the file system allows. */
export async function fillRelease(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await linkTree(PRODUCT, join(folder, "dist"), (path) => !FOR_COMPILERS.test(path));
  await addLibraries(join(folder, "dist/lib"));
  for (const file of ["CHANGELOG.md", "LICENSE"]) await cp(join(ROOT, file), join(folder, file));
  await cp(join(ROOT, "deploy/release/phase"), join(folder, "phase"));
  await chmod(join(folder, "phase"), 0o755);
  await writeFile(join(folder, "sbom.cdx.json"), await billOfMaterials(RELEASE_TIME));
  await writeFile(join(folder, "licences.txt"), await licences());
}

async function addLibraries(folder: string): Promise<void> {
  const { sharedObjects } = process.report.getReport() as { sharedObjects: string[] };
  await mkdir(folder, { recursive: true });
  for (const file of sharedObjects.filter((path) => NODES_LIBRARIES.test(path))) {
    await cp(file, join(folder, basename(file)), { dereference: true });
  }
}
