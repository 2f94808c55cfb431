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

/** Hides values in what commands print, also those of earlier versions. */
export class Mask {
  readonly #io: Io;
  readonly #finder = new ValueFinder();
  readonly #tooShort = new Set<string>();
  #writeEnds: number[] = [];
  readonly #open = new Map<Readable, Promise<void>>();

  constructor(io: Io) {
    this.#io = io;
    for (const to of [io.stdout, io.stderr]) {
      // A reader that goes away ends the command, as if it wrote there itself, and not this process.
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

  /** Where the next command prints: its file descriptors, or how to make them. */
  open(): (number | "pipe")[] {
    this.#writeEnds = [this.#io.stdout, this.#io.stderr].flatMap((to) => {
      const pipe = openPipe();
      if (pipe === null) return [];
      this.#pass(pipe.from, to);
      return [pipe.to];
    });
    return this.#writeEnds.length === 2 ? this.#writeEnds : ["pipe", "pipe"];
  }

  /** The command has been started, and has the write ends for itself. */
  attach({ stdout, stderr }: ChildProcess): void {
    this.#writeEnds.forEach(closeSync);
    if (stdout !== null) this.#pass(stdout, this.#io.stdout);
    if (stderr !== null) this.#pass(stderr, this.#io.stderr);
  }

  #pass(from: Readable, to: Writable): void {
    const passed = pipeline(from, new Hiding(this.#finder), to, { end: false })
      // Nobody reads it any more.
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

/** As shells make them. Node's own are sockets, which programs can't open as /dev/stderr. Null on Windows. */
function openPipe(): { from: Readable; to: number } | null {
  const folder = mkdtempSync(join(tmpdir(), "phase-"));
  try {
    const path = join(folder, "pipe");
    execFileSync("mkfifo", ["-m", "600", path], { stdio: "ignore" });
    // Opening a single end would wait for the other one.
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    return { from: new Socket({ fd, readable: true, writable: false }), to: openSync(path, "w") };
  } catch {
    return null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A value as programs print it. Several lines are found one by one, because each may be indented. */
function formsOf(value: string): string[] {
  if (value.length < SHORTEST) return [];
  const bytes = Buffer.from(value);
  // In base64, three bytes make four characters, so there are three ways to begin within a longer text.
  const base64 = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    // Without the characters that also depend on what is around it.
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

/** Holds back only what may be the first part of a value, and nothing of a complete line. */
class Hiding extends Transform {
  readonly #finder: ValueFinder;
  #rest = "";
  /** So much of the rest belongs to a value that is already hidden. */
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
      // Values that overlap are hidden as one.
      if (place >= hiddenTo) taken += text.slice(next, place) + MARK;
      next = hiddenTo = Math.max(hiddenTo, place + length);
    }
    taken += text.slice(next, until);
    this.#rest = text.slice(until);
    this.#hidden = Math.max(0, hiddenTo - until);
    return Buffer.from(taken, "latin1");
  }
}
