import { readFileSync } from "node:fs";
import { SettingsError } from "./env";
import { type DotenvEntry, problemWords, readDotenv } from "@/lib/formats/read-dotenv";

/**
 * The variables of a .env file, as read by `readDotenv`. @throws SettingsError with the file and the
 * unreadable line, because skipping a setting would start something else
 */
export function readEnvFile(path: string): DotenvEntry[] {
  const { entries, problem } = readDotenv(decode(path, readBytes(path)));
  if (problem !== null) throw new SettingsError(`${path} can't be read. ${problemWords(problem)}`);
  return entries;
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new SettingsError(
      `${path} can't be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function decode(path: string, bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isUtf16 =
    (first === 0xff && second === 0xfe) ||
    (first === 0xfe && second === 0xff) ||
    // Without a mark, every second byte of plain English is NUL.
    bytes.subarray(0, 2).includes(0);
  if (isUtf16) throw new SettingsError(`${path} can't be read. The file is UTF-16. Save it as UTF-8.`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new SettingsError(`${path} can't be read. Line ${badLine(bytes)} is not UTF-8.`);
  }
}

/** The number of the first line that isn't UTF-8. */
function badLine(bytes: Uint8Array): number {
  const read = new TextDecoder().decode(bytes);
  return read.slice(0, read.indexOf("\uFFFD")).split(/\r\n?|\n/).length;
}
