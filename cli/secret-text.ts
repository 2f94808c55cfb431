import { readFile } from "node:fs/promises";
import { askHidden, isAtTerminal, readInput, withoutLineEnd } from "./ask";
import { CliError } from "./exit";
import type { Io } from "./io";

export type SecretFlags = { file?: string };

/**
 * What must not be in a command line, which every user of the machine can read: from a file, standard input, or the person
 * at the terminal, whom nobody sees type it. One line end at its end doesn't count.
 * @throws CliError
 */
export async function readSecretText(io: Io, what: string, { file }: SecretFlags): Promise<string> {
  if (file !== undefined) return withoutLineEnd(await readSecretFile(file));
  if (isAtTerminal(io)) return await askHidden(io, `${what} (it isn't shown): `);
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
    throw new CliError(`The file ${path} should be text in UTF-8.`);
  }
}
