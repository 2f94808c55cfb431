import { createHash } from "node:crypto";
import { keyedDigest, matchesDigest } from "@/lib/crypto/keyed-digest";
import type { Keyring } from "@/lib/crypto/keyring";
import { createReadStream } from "node:fs";
import * as z from "zod";

/** The first line: which version created the file and when, for which installation, and the migrations of its rows. */
const headSchema = z.object({
  format: z.literal("phase-database-2"),
  version: z.string(),
  savedAt: z.string(),
  instanceId: z.string().nullable(),
  migrations: z.array(z.string()),
});
/** The last line. A file without it is truncated. `digest`: of all previous lines, under the key ring. */
const endSchema = z.object({ end: z.literal(true), rows: z.number(), digest: z.string() });
const PURPOSE = "database file";
/** Every line in between. Only PostgreSQL reads the row itself, because numbers may be too big for JavaScript. */
const rowSchema = z.object({ table: z.string(), row: z.unknown() });

export const FORMAT = "phase-database-2";
export type FileHead = z.infer<typeof headSchema>;
export type FileEnd = z.infer<typeof endSchema>;

/**
 * A file's lines. Only a line feed ends one, because rows may contain the other characters that readline
 * takes for an end.
 */
export async function* linesOf(path: string): AsyncGenerator<string> {
  let held = "";
  for await (const chunk of createReadStream(path, "utf8") as AsyncIterable<string>) {
    const lines = (held + chunk).split("\n");
    held = lines.pop() ?? "";
    yield* lines;
  }
  if (held !== "") yield held;
}

export const rowsOf = (table: string, row: string) => `{"table":${JSON.stringify(table)},"row":${row}}`;

/** Receives the lines of a file in order. Without the key ring nobody can compute a matching digest. */
export class LinesDigest {
  readonly #hash = createHash("sha256");

  add(line: string): void {
    this.#hash.update(line).update("\n");
  }

  /** Called once, after the last line. */
  keyed(keyring: Keyring): string {
    return keyedDigest(keyring, PURPOSE, this.#hash.digest("hex"));
  }

  matches(keyring: Keyring, digest: string): boolean {
    return matchesDigest(keyring, PURPOSE, this.#hash.digest("hex"), digest);
  }
}

/** @throws Error with the line's number */
export function readHead(line: string | undefined): FileHead {
  const parsed = headSchema.safeParse(parse(line ?? ""));
  if (parsed.success) return parsed.data;
  throw new Error("The file wasn't created by `phase database save`. Its first line is wrong.");
}

/** @throws Error with the line's number */
export function readLine(line: string, number: number): FileEnd | { table: string } {
  const value = parse(line);
  const parsed = z.union([endSchema, rowSchema]).safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(`Line ${number} of the file is damaged. Nothing was loaded.`);
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
