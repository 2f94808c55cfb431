/** Reads what a caller sent, and refuses what a database or schema should never see. */
import type * as z from "zod";
import { DomainError, type Issue } from "@/lib/errors";
import { fieldsAt, nearest } from "./field-names";

export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  const text = await readText(request, maxBytes);
  if (text.trim() === "") return {};
  if (!/^application\/json\b/i.test(request.headers.get("content-type") ?? "")) {
    throw new DomainError(
      "unsupported_media_type",
      "Send the body as JSON, with the header content-type: application/json.",
    );
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new DomainError("invalid_input", "The body is not valid JSON.");
  }
}

/** No schema here is nearly as deep. Recursive functions would process anything deeper. */
const DEEPEST = 64;

/** No schema has as many fields and items either. Each is inspected, from any sender, before anything else is known. */
const MOST_VALUES = 5_000;

/** Enough to correct a request. Each costs a search for the intended field, and a line of the response. */
const MOST_ISSUES = 50;

/** Parameters by name. A repeated one becomes a list, which few schemas accept. */
export function readQuery(url: URL): Record<string, string | string[]> {
  const names = new Set(url.searchParams.keys());
  return Object.fromEntries(
    [...names].map((name) => {
      const [only = "", ...more] = url.searchParams.getAll(name);
      return [name, more.length === 0 ? only : [only, ...more]];
    }),
  );
}

/** The input as the schema makes it. Throws `invalid_input` with one issue a field; `readOnly` are paths of fields. */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  readOnly: readonly (readonly string[])[] = [],
): z.output<Schema> {
  const unstorable = findUnstorable(input);
  if (unstorable !== null) {
    throw invalid([{ path: unstorable, message: "The text contains a character that can't be stored." }]);
  }
  const fixed = new Set(readOnly.map((path) => path.join(".")));
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const named = (path: PropertyKey[]) => path.map(String).join(".");
  const unknown = parsed.error.issues
    .flatMap((issue) => {
      const { path } = issue;
      return issue.code === "unrecognized_keys" ? issue.keys.map((key) => ({ path, key })) : [];
    })
    .slice(0, MOST_ISSUES)
    .map(({ path, key }) => ({
      path: named([...path, key]),
      message: fixed.has(named([...path, key])) ? READ_ONLY : unknownField(key, fieldsAt(schema, path)),
    }));
  const others = parsed.error.issues
    .filter(({ code }) => code !== "unrecognized_keys")
    .map(({ path, message }) => ({ path: named(path), message }));
  // Misspelt fields first, because a missing field is often the consequence.
  throw invalid([...unknown, ...others].slice(0, MOST_ISSUES));
}

const READ_ONLY = "This field is read-only. Send the value that GET returns, or leave it out.";

export function unknownField(key: string, known: readonly string[]): string {
  const meant = nearest(key, known);
  return meant === null ? "Unknown field." : `Unknown field. Did you mean "${meant}"?`;
}

export function invalid(issues: Issue[]): DomainError {
  const [first] = issues;
  const where = first === undefined || first.path === "" ? "" : ` (${first.path})`;
  return new DomainError("invalid_input", `${first?.message ?? "The input is invalid."}${where}`, {
    issues,
  });
}

/** Where a text contains NUL or half a surrogate pair, which PostgreSQL refuses. Null if nowhere. */
function findUnstorable(input: unknown): string | null {
  let values = 0;
  const look = (value: unknown, path: string[]): string | null => {
    if (typeof value === "string")
      return value.includes("\0") || !value.isWellFormed() ? path.join(".") : null;
    if (typeof value !== "object" || value === null) return null;
    if (path.length > DEEPEST) throw new DomainError("invalid_input", "The body is nested too deeply.");
    const within = Object.entries(value);
    values += within.length;
    if (values > MOST_VALUES)
      throw new DomainError("invalid_input", `The body must have at most ${MOST_VALUES} fields and items.`);
    for (const [key, item] of within) {
      const found = look(item, [...path, key]);
      if (found !== null) return found;
    }
    return null;
  };
  return look(input, []);
}

export async function readText(request: Request, maxBytes: number): Promise<string> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes);
  if (request.body === null) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  // The length header may be missing or wrong, so the received bytes count.
  for await (const chunk of request.body) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new DomainError("invalid_input", "The body is not valid UTF-8.");
  }
}

function tooLarge(maxBytes: number): DomainError {
  return new DomainError("payload_too_large", `The body must be at most ${Math.floor(maxBytes / 1024)} KiB.`);
}
