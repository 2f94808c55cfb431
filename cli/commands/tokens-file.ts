/** A JSON file for texts that Phase shows only once. Only this user can read it. */
import { CliError } from "../exit";
import { FileRefused, readOwnFile, writeOwnFile } from "../files/own-file";
import { object, optional, record, text, tryShape } from "../shape";

const MOST_BYTES = 1_048_576;
const content = object({ serviceTokens: optional(record(text), {}), webhooks: optional(record(text), {}) });

export type TokensFile = { keep(kind: string, name: string, text: string): Promise<void> };

/** Opens the file and keeps its content. Writes it once unchanged, to check that it can be written. @throws CliError */
export async function openTokensFile(path: string): Promise<TokensFile> {
  const kept = await read(path);
  const write = async () => {
    try {
      await writeOwnFile(path, `${JSON.stringify(kept, null, 2)}\n`);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
      throw new CliError(`The file ${path} can't be written${code}.`);
    }
  };
  await write();
  return {
    async keep(kind, name, value) {
      kept[kind === "webhook" ? "webhooks" : "serviceTokens"][name] = value;
      await write();
    },
  };
}

async function read(path: string) {
  let found: string | null;
  try {
    found = await readOwnFile(path, MOST_BYTES);
  } catch (error) {
    if (error instanceof FileRefused) throw new CliError(`The file ${path} ${error.message}.`);
    throw error;
  }
  const parsed = tryShape(content, parse(found ?? "{}"));
  if (parsed === undefined) throw new CliError(`The file ${path} holds something else. Give another one.`);
  // Without a prototype, because any text may be a name, even `__proto__`.
  return {
    serviceTokens: Object.assign(Object.create(null) as Record<string, string>, parsed.serviceTokens),
    webhooks: Object.assign(Object.create(null) as Record<string, string>, parsed.webhooks),
  };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
