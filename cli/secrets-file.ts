import { randomBytes } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { CliError } from "./exit";
import type { Format } from "@/lib/formats/write-values";
import { writeValues } from "./write-values";

/** Writes a file that only its owner can read. A reader sees the previous file or the new one, never a part. */
export async function writeSecretsFile(
  path: string,
  values: Readonly<Record<string, string>>,
  format: Format,
): Promise<void> {
  const text = writeValues(values, format);
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  try {
    await writeFile(draft, text, { mode: 0o600, flag: "wx" });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw new CliError(`The file ${path} can't be written${code}.`);
  }
}
