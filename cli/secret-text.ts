import { readFile } from "node:fs/promises";
import { askHidden, isAtTerminal, readInput, withoutLineEnd } from "./ask";
import { CliError } from "./exit";
import type { Io } from "./io";

export type SecretFlags = { file?: string };

/**
 * A text that must not be on a command line, which every user of the machine can read: from a file, standard
 * input, or the terminal without echo. One final line end doesn't count. @throws CliError
 */
export async function readSecretText(io: Io, what: string, { file }: SecretFlags): Promise<string> {
  if (file !== undefined) return withoutLineEnd(await readSecretFile(file));
  if (isAtTerminal(io)) return await askHidden(io, `${what} (hidden): `);
  return withoutLineEnd(await readInput(io));
}

async function readSecretFile(path: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch {
    throw new CliError(`The file ${path} can't be read.`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new CliError(`The file ${path} must be UTF-8 text.`);
  }
}
