import { type Format, formatValues, UnwritableValueError } from "@/lib/formats/write-values";
import { CliError } from "./exit";

/** The values as text. @throws CliError naming the key that the format can't represent */
export function writeValues(values: Readonly<Record<string, string>>, format: Format): string {
  try {
    return formatValues(values, format);
  } catch (error) {
    throw error instanceof UnwritableValueError ? new CliError(error.message) : error;
  }
}
