import { createHash } from "node:crypto";
import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { BESIDE_CODE } from "@/lib/documents/documents";
import { isBuilt, PARTS, sourcesStamp } from "../built.mjs";
import { diskTrouble } from "../machine/disk.mjs";
import { withLock } from "../machine/lock.mjs";
import { PRODUCT, ROOT } from "../root";
import { NEXT, NO_ENV_FILES } from "./programs";
import { pack } from "./pack";
import { runNode } from "./run-node";

const NEXT_DIR = join(ROOT, ".next");
const STANDALONE = join(NEXT_DIR, "standalone");
const WEB = join(PRODUCT, "web");
/**
 * The parts of Next's output that run. The output may contain more: whatever Next takes for a file that a
 * page could read.
 */
const RUNS = ["server.js", "package.json", "node_modules", ".next"];
/** Where Next records the folder that it built in. */
const NAME_THE_FOLDER = ["server.js", ".next/required-server-files.json"];

const manifestSchema = z.object({ preview: z.record(z.string(), z.string()) });

/** Builds the console for production unless it was built from exactly these sources. `asked` ends a running build. */
export async function ensureBuilt(asked?: AbortSignal): Promise<void> {
  if (isBuilt(PARTS.console)) return;
  await withLock(join(ROOT, ".phase-build.lock"), async () => {
    if (!isBuilt(PARTS.console)) await build(asked);
  });
}

async function build(asked: AbortSignal | undefined): Promise<void> {
  const started = Date.now();
  process.stderr.write("Building the console (about a minute, once)… ");
  const stamp = sourcesStamp(PARTS.console);
  const env = {
    ...process.env,
    ...NO_ENV_FILES,
    NODE_ENV: "production",
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: keyOf(stamp, "actions").toString("base64"),
  } as const;
  const { code, output } = await runNode([NEXT, "build"], { env, asked });
  if (code !== 0) {
    process.stderr.write("failed\n");
    throw diskTrouble(NEXT_DIR, output) ?? new Error(`${output.trim()}\nBuilding the console failed.`);
  }
  await moveToProduct();
  await addCommandLine(asked);
  await chooseKeys(stamp);
  await writeFile(join(ROOT, PARTS.console.stamp), stamp);
  process.stderr.write(`done (${Math.round((Date.now() - started) / 1000)} s)\n`);
}

/**
 * Next generates keys for each build, for drafts and server actions, which the console doesn't use. Here they
 * derive from the sources, so that the same sources make the same files. They protect nothing.
 */
async function chooseKeys(stamp: string): Promise<void> {
  const files = ["prerender-manifest.json", "server/preview-props.json"].map((name) =>
    join(WEB, ".next", name),
  );
  const [manifest = "", props = ""] = await Promise.all(files.map((file) => readFile(file, "utf8")));
  const { preview } = manifestSchema.parse(JSON.parse(manifest));
  const chosen = (text: string) =>
    Object.entries(preview).reduce((all, [name, key]) => {
      return all.replaceAll(key, keyOf(stamp, name).toString("hex").slice(0, key.length));
    }, text);
  const texts = [manifest, props].map(chosen);
  await Promise.all(files.map((file, index) => writeFile(file, texts[index] ?? "")));
}

function keyOf(stamp: string, purpose: string): Buffer {
  return createHash("sha256").update(`${stamp} ${purpose}`).digest();
}

/** Next's server, what it serves to browsers, and the documents that Help shows. */
async function moveToProduct(): Promise<void> {
  await rm(WEB, { recursive: true, force: true });
  await mkdir(WEB, { recursive: true });
  for (const name of RUNS) await rename(join(STANDALONE, name), join(WEB, name));
  await rm(STANDALONE, { recursive: true });
  await cp(join(NEXT_DIR, "static"), join(WEB, ".next/static"), { recursive: true });
  for (const file of NAME_THE_FOLDER) await forgetFolder(join(WEB, file));
  const isDocument = (path: string) => !/\.\w+$/.test(path) || path.endsWith(".md");
  for (const file of ["docs", ...BESIDE_CODE]) {
    await cp(join(ROOT, file), join(WEB, file), { recursive: true, filter: isDocument });
  }
}

/**
 * The command line as one file and as an npm package, each with its digest in the format of
 * `sha256sum --check`, for people who have Phase's URL but no clone.
 */
async function addCommandLine(asked: AbortSignal | undefined): Promise<void> {
  const folder = join(WEB, "public/cli");
  const { code, output } = await runNode([join(ROOT, "cli/build.mjs"), join(folder, "phase.mjs")], { asked });
  if (code !== 0) throw new Error(`${output.trim()}\nBuilding the command line failed.`);
  const { scripts: _, ...manifest } = JSON.parse(
    await readFile(join(ROOT, "cli/package.json"), "utf8"),
  ) as Record<string, unknown>;
  const packed = pack([
    { path: "package.json", content: Buffer.from(JSON.stringify(manifest, null, 2)), mode: 0o644 },
    { path: "dist/phase.mjs", content: await readFile(join(folder, "phase.mjs")), mode: 0o755 },
  ]);
  await writeFile(join(folder, "phase.tgz"), packed);
  for (const name of ["phase.mjs", "phase.tgz"]) {
    const digest = createHash("sha256").update(await readFile(join(folder, name)));
    await writeFile(join(folder, `${name}.sha256`), `${digest.digest("hex")}  ${name}\n`);
  }
}

/** The same sources make the same files anywhere. The server reads the folder nowhere; it runs where it is. */
async function forgetFolder(file: string): Promise<void> {
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replaceAll(JSON.stringify(ROOT), JSON.stringify("/phase")));
}
