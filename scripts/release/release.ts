// npm run release [-- FOLDER]: the product as an archive, phase-VERSION-PLATFORM.tar.gz in `release`, with
// its digest. With
// FOLDER, puts the archive's tree there, for an image. The same sources make the same bytes.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { cp, mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { ensureBuilt } from "@/installation/programs/build";
import { ensureCompiled } from "@/installation/programs/compile";
import { launchInOrder } from "@/installation/programs/launch";
import { ROOT } from "@/installation/root";
import { say } from "@/lib/terminal";
import { fillRelease, RELEASE_NAME, RELEASE_TIME } from "./tree";

const RELEASES = join(ROOT, "release");

await launchInOrder(async (asked) => {
  await ensureCompiled();
  await ensureBuilt(asked);
  const folder = process.argv[2];
  if (folder !== undefined) await fillRelease(resolve(folder));
  else await makeArchive();
});

async function makeArchive(): Promise<void> {
  await mkdir(RELEASES, { recursive: true });
  // On the same disk as what it links to.
  const place = await mkdtemp(join(RELEASES, ".tree-"));
  try {
    await fillRelease(join(place, RELEASE_NAME));
    const archive = join(RELEASES, `${RELEASE_NAME}.tar.gz`);
    await pack(place, archive);
    const digest = await digestOf(archive);
    await writeFile(`${archive}.sha256`, `${digest}  ${basename(archive)}\n`);
    await cp(join(place, RELEASE_NAME, "sbom.cdx.json"), join(RELEASES, `${RELEASE_NAME}.sbom.cdx.json`));
    const { size } = await stat(archive);
    say(`${archive}, ${Math.round(size / 1e6)} MB\nsha256 ${digest}`);
  } finally {
    await rm(place, { recursive: true });
  }
}

/** Fixed order, time, owner and minimal rights, and gzip without a timestamp. */
async function pack(place: string, archive: string): Promise<void> {
  const args = [
    ...["--create", "--format=gnu", "--sort=name", `--mtime=@${RELEASE_TIME.getTime() / 1000}`],
    ...["--owner=0", "--group=0", "--numeric-owner", "--mode=u+rw,go-w,a+rX", "--hard-dereference"],
    ...["--directory", place, RELEASE_NAME],
  ];
  const tar = spawn("tar", args, {
    stdio: ["ignore", "pipe", "inherit"],
    env: { NODE_ENV: "production", PATH: process.env.PATH, LC_ALL: "C" },
  });
  const ended = once(tar, "exit");
  await pipeline(tar.stdout, createGzip({ level: 9 }), createWriteStream(archive));
  const [code] = (await ended) as [number | null];
  if (code !== 0) throw new Error("The archive could not be packed: tar failed.");
}

async function digestOf(file: string): Promise<string> {
  const sum = createHash("sha256");
  await pipeline(createReadStream(file), sum);
  return sum.digest("hex");
}
