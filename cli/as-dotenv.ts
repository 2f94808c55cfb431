import { InvalidArgumentError } from "commander";
import { READ_FORMATS, type ReadFormat, readValues, UnreadableTextError } from "@/lib/formats/read-values";
import { mayNameSecret } from "@/lib/formats/variable-name";
import { formatValues, UnwritableValueError } from "@/lib/formats/write-values";
import { CliError } from "./exit";

const FORMATS = ["dotenv", ...READ_FORMATS];

export function parseImportFormat(text: string): string {
  if (FORMATS.includes(text)) return text;
  throw new InvalidArgumentError(`Use ${FORMATS.join(", ")}.`);
}

/** Converts a text to `.env`, which the API imports. The option or the file's name says the text's format. @throws CliError */
export function asDotenv(text: string, path: string, { format }: Readonly<Record<string, unknown>>): string {
  const named = /\.(?:(json|csv)|ya?ml)$/i.exec(path);
  const used = format ?? (named && (named[1]?.toLowerCase() ?? "yaml"));
  if (used === null || used === "dotenv") return text;
  try {
    return formatValues(Object.fromEntries(readValues(text, used as ReadFormat)), "dotenv");
  } catch (error) {
    if (error instanceof UnreadableTextError) throw new CliError(`${path}: ${error.message}`);
    if (!(error instanceof UnwritableValueError)) throw error;
    if (!mayNameSecret(error.key)) throw new CliError(`${path}: A secret may not be named ${error.key}.`);
    throw new CliError(
      `${path}: ${error.key} can't be imported together with others. Remove it from the file, and use \`phase secrets set ${error.key}\`. Nothing was imported.`,
    );
  }
}
