import { readInput } from "../ask";
import type { Connection } from "../connection";
import { CliError } from "../exit";
import { FileRefused, readSmallFile, writeOwnFile } from "../files/own-file";
import { fillTemplate } from "../fill-template";
import type { Io } from "../io";
import { readValues, type Where } from "./secrets";

const MOST_BYTES = 4 * 1024 * 1024;

/** Fills a template with an environment's values. Writes it to standard output, or to a file that only its owner can read. */
export async function substitute(
  io: Io,
  connection: Connection,
  { template, output, ...where }: Where & { template: string; output: string | undefined },
): Promise<void> {
  const text = await readTemplate(io, template);
  const { values } = await readValues(io, connection, where);
  const filled = fillTemplate(text, values, template === "-" ? "standard input" : template);
  if (output === undefined) {
    io.stdout.write(filled);
    return;
  }
  try {
    await writeOwnFile(output, filled);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw new CliError(`The file ${output} can't be written${code}.`);
  }
}

async function readTemplate(io: Io, path: string): Promise<string> {
  if (path === "-") return await readInput(io, MOST_BYTES);
  try {
    const text = await readSmallFile(path, MOST_BYTES);
    if (text === null) throw new CliError(`The file ${path} can't be read.`);
    if (text.includes("\uFFFD")) throw new CliError(`The file ${path} must be UTF-8 text.`);
    return text;
  } catch (error) {
    throw error instanceof FileRefused ? new CliError(`The file ${path} ${error.message}.`) : error;
  }
}
