/**
 * The documentation of this version, as the console's Help shows it: the files of `docs/`, and the READMEs
 * beside the code that they link to. Read once, because they change only with the program.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { type Page, readPage } from "./page";

export type Document = Page & {
  /** The file, from the top of the tree: `docs/recipes/node.md`. */
  file: string;
  /** The path in Help: `/docs/recipes/node`. */
  address: string;
};

/** Documents that are kept beside their subject. */
export const BESIDE_CODE = [
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "lib/rotation/README.md",
  "proof/README.md",
];

let read: ReadonlyMap<string, Document> | undefined;

/** By path. */
export function documents(): ReadonlyMap<string, Document> {
  read ??= readAll();
  return read;
}

/** The path in Help of a file. Null if it isn't a document. */
function addressOf(file: string): string | null {
  if (BESIDE_CODE.includes(file)) return `/docs/${withoutEnding(file)}`;
  if (!file.startsWith("docs/") || !file.endsWith(".md")) return null;
  const page = withoutEnding(file.slice("docs/".length));
  return page === "" ? "/docs" : `/docs/${page}`;
}

/** A folder's README has the folder's own path. */
function withoutEnding(file: string): string {
  return file.replace(/(?:^|\/)README\.md$|\.md$/, "");
}

function readAll(): ReadonlyMap<string, Document> {
  const files = [...readdirSync(at("docs"), { recursive: true, encoding: "utf8" })]
    .filter((name) => name.endsWith(".md"))
    .map((name) => posix.join("docs", name))
    .toSorted();
  const all = [...files, ...BESIDE_CODE].map((file) => {
    const page = readPage(readFileSync(at(file), "utf8"), (link) => leadsTo(file, link));
    return { file, address: addressOf(file) ?? "", ...page };
  });
  return new Map(all.map((document) => [document.address, document]));
}

/** The path for a link in `file`. Null if Help doesn't show the target. */
function leadsTo(file: string, link: string): string | null {
  if (/^https:\/\//.test(link)) return link;
  const [path = "", anchor] = link.split("#", 2);
  const address = addressOf(path === "" ? file : posix.join(posix.dirname(file), path));
  if (address === null) return null;
  return anchor === undefined ? address : `${address}#${anchor}`;
}

/** The web process runs at the top of the tree or of a build, which has the documents at the same paths. */
function at(path: string): string {
  // Without the comment, Next copies the whole tree next to its server.
  return join(/* turbopackIgnore: true */ process.cwd(), path);
}
