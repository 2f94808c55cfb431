import { DomainError } from "@/lib/errors";
import { formatValues, UnwritableValueError } from "@/lib/formats/write-values";

/**
 * An environment's values as text. @throws DomainError `invalid_input` naming the key that the format can't
 * represent
 */
export function writeSecrets(
  secrets: readonly { key: string; value: string }[],
  format: "env" | "shell" | "docker",
): string {
  const values = Object.fromEntries(secrets.map(({ key, value }) => [key, value]));
  try {
    return formatValues(values, format === "env" ? "dotenv" : format);
  } catch (error) {
    if (!(error instanceof UnwritableValueError)) throw error;
    throw new DomainError("invalid_input", error.message, {
      issues: [{ path: error.key, message: error.message }],
    });
  }
}
