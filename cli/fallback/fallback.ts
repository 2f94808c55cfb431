import { readdir, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Connection } from "../connection";
import { type Io, note } from "../io";
import type { SecretValues } from "../secret-values";
import {
  type Asked,
  fallbackFileName,
  FallbackRefused,
  type Kept,
  readFallbackFile,
  writeFallbackFile,
} from "./fallback-file";
import { goodUntil as goodUntilOf, LONGEST_MS, whyUnusable } from "./good-until";
import { stateFolder } from "./state-folder";

export type FallbackOptions = {
  /** Left out: one in the user's state folder. */
  path?: string | undefined;
  readOnly: boolean;
};

/** Phase's last response to one request of one token, on disk. */
export class Fallback {
  readonly path: string;
  readonly #io: Io;
  readonly #asked: Asked;
  readonly #readOnly: boolean;
  readonly #tidies: boolean;
  #hasComplained = false;

  constructor(io: Io, { host, token }: Connection, environment: string, { path, readOnly }: FallbackOptions) {
    this.#io = io;
    this.#asked = { host, token, environment };
    this.#readOnly = readOnly;
    this.#tidies = path === undefined && !readOnly;
    this.path = path ?? join(stateFolder(io.env), "fallback", fallbackFileName(this.#asked));
  }

  /** What may be used now. Null if nothing was saved. @throws FallbackRefused */
  async open(): Promise<Kept | null> {
    const kept = await readFallbackFile(this.path, this.#asked);
    if (kept === null) return null;
    const problem = whyUnusable(kept, Date.now());
    if (problem !== null) throw new FallbackRefused(problem);
    return kept;
  }

  /** Never fails, because a program can start without it. */
  async keep(environmentId: string, { values, etag, readAt, goodForSeconds }: SecretValues): Promise<void> {
    if (this.#readOnly) return;
    const goodUntil = goodUntilOf(readAt, goodForSeconds);
    try {
      if (goodUntil <= Date.now()) {
        await rm(this.path, { force: true });
        return;
      }
      await writeFallbackFile(this.path, this.#asked, { readAt, goodUntil, environmentId, etag, values });
      if (this.#tidies) await removeOldFiles(dirname(this.path));
    } catch (error) {
      this.#complain("can't be written", error);
    }
  }

  /** Phase refused: the token may no longer read the values. */
  async forget(): Promise<void> {
    if (this.#readOnly) return;
    try {
      await rm(this.path, { force: true });
    } catch (error) {
      this.#complain("can't be removed", error);
    }
  }

  /** Once, because --watch would repeat it while it runs. */
  #complain(what: string, error: unknown): void {
    if (this.#hasComplained) return;
    this.#hasComplained = true;
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    note(
      this.#io,
      `The fallback file ${this.path} ${what}${code}. Choose another file with --fallback, or use --no-fallback.`,
    );
  }
}

/** Files of tokens that nobody uses any more. */
async function removeOldFiles(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path);
    if (name.endsWith(".sealed") && mtimeMs < Date.now() - LONGEST_MS) await rm(path, { force: true });
  }
}
