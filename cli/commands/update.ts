import { createHash, randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { access, chmod, readFile, rename, rm, stat } from "node:fs/promises";
import { hostOf, isLoopback } from "../connection";
import { CliError, EXIT } from "../exit";
import { writeOwnFile } from "../files/own-file";
import { type Io, print } from "../io";
import { leaveThroughProxy } from "../leave-through-proxy";
import packageJson from "../package.json" with { type: "json" };
import { runTool } from "../run-tool";
import type { Settings } from "../settings/settings";
import { transfer } from "../transport";

const PATH = "/cli/phase.mjs";
const TIMEOUT_MS = 120_000;

/** Replaces the program's own file with the server's. Returns the exit code. */
export async function update(
  io: Io,
  settings: Settings,
  { check, ownFile }: { check: boolean; ownFile: string | undefined },
): Promise<number> {
  if (ownFile === undefined)
    throw new CliError(
      "This phase belongs to an installation, and is upgraded with the installation. Only the single file can update itself.",
    );
  if (/[\\/]node_modules[\\/]/.test(ownFile))
    throw new CliError(`npm installed ${ownFile}. Update the package with npm.`);
  if (settings.host.from === "default")
    throw new CliError("Log in with `phase login`, or name the server with --host.");
  const host = hostOf(settings);
  // The digest comes over the same connection as the file, so only the connection's encryption protects both.
  if (host.startsWith("http:") && !isLoopback(new URL(host).hostname))
    throw new CliError(`${host} is plain http, so others on the network could replace the file. Use https.`);
  leaveThroughProxy(io, host);

  const [, digest] = /^([\da-f]{64})  phase\.mjs\n$/.exec(await download(host, `${PATH}.sha256`)) ?? [];
  if (digest === undefined) throw new CliError(`${host}${PATH}.sha256 is not a digest. Nothing was changed.`);
  const { version } = packageJson;
  if (digestOf(await readFile(ownFile)) === digest) {
    print(io, `${ownFile} (${version}) is what ${host} has.`);
    return EXIT.ok;
  }
  if (check) {
    print(io, `${ownFile} (${version}) differs from what ${host} has. \`phase update\` replaces it.`);
    return EXIT.differs;
  }
  const text = await download(host, PATH);
  if (digestOf(text) !== digest)
    throw new CliError(`${host}${PATH} doesn't match its digest. Nothing was changed.`);
  const next = await replace(ownFile, text);
  print(io, `Replaced ${ownFile} (${version}) with ${next} from ${host}.`);
  return EXIT.ok;
}

async function download(host: string, path: string): Promise<string> {
  const url = new URL(host + path);
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const sent = {
    url,
    method: "GET",
    headers: { "user-agent": "phase-cli" },
    body: null,
    signal,
    isEndless: false,
  };
  const reply = await transfer(sent).catch((error: unknown) => {
    throw new CliError(
      `${url.href} can't be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  if (reply.status === 200) return reply.text;
  throw new CliError(`${url.href} returned ${reply.status}. Nothing was changed.`);
}

function digestOf(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

/** Replaces the file once the new one has run. Returns the new file's version. */
async function replace(path: string, text: string): Promise<string> {
  const draft = `${path}.${randomBytes(6).toString("hex")}.mjs`;
  try {
    await access(path, constants.W_OK);
    const { mode } = await stat(path);
    await writeOwnFile(draft, text);
    // A separate call, because the umask limits the mode of a new file.
    await chmod(draft, mode & 0o777);
    const ran = await runTool(process.execPath, [draft, "--version"]);
    const version = ran?.stdout.toString().trim() ?? "";
    if (ran?.code !== 0 || !/^\d+\.\d+\.\d+/.test(version))
      throw new CliError(`The new file doesn't run with Node ${process.version}. Nothing was changed.`);
    await rename(draft, path);
    return version;
  } catch (error) {
    await rm(draft, { force: true });
    if (error instanceof CliError || !(error instanceof Error && "code" in error)) throw error;
    throw new CliError(`${path} can't be replaced (${String(error.code)}).`);
  }
}
