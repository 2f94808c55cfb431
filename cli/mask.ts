import { type ChildProcess, execFileSync } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Readable, Transform, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { SHORTEST, ValueFinder } from "./find-values";
import { type Io, note } from "./io";

const MARK = "<hidden by phase>";

/** Hides values in the output of commands, including values that have been replaced since. */
export class Mask {
  readonly #io: Io;
  readonly #finder = new ValueFinder();
  readonly #tooShort = new Set<string>();
  #writeEnds: number[] = [];
  readonly #open = new Map<Readable, Promise<void>>();

  constructor(io: Io) {
    this.#io = io;
    for (const to of [io.stdout, io.stderr]) {
      // If the reader goes away, the command gets the error, as it would without a mask. This process keeps running.
      to.removeAllListeners("error");
      to.on("error", () => {});
    }
  }

  hide(values: Readonly<Record<string, string>>): void {
    const short = Object.entries(values).flatMap(([key, value]) => {
      for (const form of formsOf(value)) this.#finder.add(Buffer.from(form).toString("latin1"));
      return value.length < SHORTEST && !this.#tooShort.has(key) ? [key] : [];
    });
    for (const key of short) this.#tooShort.add(key);
    if (short.length > 0)
      note(this.#io, `--mask does not hide values shorter than ${SHORTEST} characters: ${short.join(", ")}.`);
  }

  /** The standard output and error of the next command, as `spawn` takes them. */
  open(): (number | "pipe")[] {
    this.#writeEnds = [this.#io.stdout, this.#io.stderr].flatMap((to) => {
      const pipe = openPipe();
      if (pipe === null) return [];
      this.#pass(pipe.from, to);
      return [pipe.to];
    });
    return this.#writeEnds.length === 2 ? this.#writeEnds : ["pipe", "pipe"];
  }

  /** Closes this process's write ends once the command has started, because the command has its own. */
  attach({ stdout, stderr }: ChildProcess): void {
    this.#writeEnds.forEach(closeSync);
    if (stdout !== null) this.#pass(stdout, this.#io.stdout);
    if (stderr !== null) this.#pass(stderr, this.#io.stderr);
  }

  #pass(from: Readable, to: Writable): void {
    const passed = pipeline(from, new Hiding(this.#finder), to, { end: false })
      // A failure means that nobody reads the output any more.
      .catch(() => {})
      .finally(() => this.#open.delete(from));
    this.#open.set(from, passed);
  }

  /** Resolves once everything that could print has ended. */
  async drained(): Promise<void> {
    await Promise.all(this.#open.values());
  }

  close(): void {
    for (const from of this.#open.keys()) from.destroy();
  }
}

/**
 * A pipe like a shell's. Node's own pipes are sockets, which programs can't open as /dev/stderr. Null on Windows, which has no
 * named pipes of this kind.
 */
function openPipe(): { from: Readable; to: number } | null {
  const folder = mkdtempSync(join(tmpdir(), "phase-"));
  try {
    const path = join(folder, "pipe");
    execFileSync("mkfifo", ["-m", "600", path], { stdio: "ignore" });
    // Without O_NONBLOCK, opening the first end would wait for the other one.
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    return { from: new Socket({ fd, readable: true, writable: false }), to: openSync(path, "w") };
  } catch {
    return null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The forms in which programs print a value. Its lines are separate forms, because each may be indented. */
function formsOf(value: string): string[] {
  if (value.length < SHORTEST) return [];
  const bytes = Buffer.from(value);
  // Base64 encodes three bytes as four characters, so a value within a longer text has three possible encodings.
  const base64 = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    // Leaves out the characters that also depend on the surrounding bytes.
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });
  return [
    ...value.split(/\r?\n/),
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value.toWellFormed()),
    ...base64,
    ...base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
  ];
}

/** Holds back only what may be the beginning of a value. Complete lines pass immediately. */
class Hiding extends Transform {
  readonly #finder: ValueFinder;
  #rest = "";
  /** The length of the beginning of #rest that belongs to a value that is already hidden. */
  #hidden = 0;

  constructor(finder: ValueFinder) {
    super();
    this.#finder = finder;
  }

  override _transform(chunk: Buffer, _: unknown, done: (error: null, bytes: Buffer) => void): void {
    const text = this.#rest + chunk.toString("latin1");
    done(null, this.#take(text, this.#finder.unfinished(text)));
  }

  override _flush(done: (error: null, bytes: Buffer) => void): void {
    done(null, this.#take(this.#rest, this.#rest.length));
  }

  #take(text: string, until: number): Buffer {
    let taken = "";
    let hiddenTo = this.#hidden;
    let next = hiddenTo;
    for (let place = 0; place < until; place++) {
      const { length } = this.#finder.at(text, place);
      if (length === 0) continue;
      // Overlapping values get a single mark.
      if (place >= hiddenTo) taken += text.slice(next, place) + MARK;
      next = hiddenTo = Math.max(hiddenTo, place + length);
    }
    taken += text.slice(next, until);
    this.#rest = text.slice(until);
    this.#hidden = Math.max(0, hiddenTo - until);
    return Buffer.from(taken, "latin1");
  }
}
