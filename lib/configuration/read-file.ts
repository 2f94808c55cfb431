/** Reads the YAML text as a checked configuration. Every problem names its line, and none repeats a value. */
import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  Parser,
  visit,
  type Node as YamlNode,
} from "yaml";
import type * as z from "zod";
import { type Configuration, configurationSchema } from "@/lib/api/configuration";
import { DomainError, type Issue } from "@/lib/errors";
import { fieldsAt } from "@/lib/requests/field-names";
import { invalid, unknownField } from "@/lib/requests/read-input";

/** A rotating secret has about twenty nodes. What an alias stands for counts each time, because it is read each time. */
const MOST_NODES = 20_000;
/** The parser's words, signs, spaces and line ends. An entry has about three. */
const MOST_LEXEMES = 100_000;
/** The schema needs less than half of this depth. */
const DEEPEST = 20;
/** Resolving an alias takes longer in a larger file. */
const MOST_ALIASES = 100;
const MOST_ISSUES = 50;
const TOO_MUCH = "The file has too many entries or aliases, or is nested too deeply.";

type Path = readonly PropertyKey[];
type Fault = { path: Path; message: string };

/**
 * The file's content. `environmentNames` has each app's environments in the file's order, because an object would sort names that
 * are numbers.
 */
export type ConfigurationFile = Configuration & { environmentNames: ReadonlyMap<string, readonly string[]> };

/** Throws `invalid_input`. */
export function readConfigurationFile(text: string): ConfigurationFile {
  const lines = new LineCounter();
  const document = parse(text, lines);
  const refuse = (faults: readonly Fault[]): never => {
    const issues = faults
      .slice(0, MOST_ISSUES)
      .map(({ path, message }) => issueAt(document, lines, path, message));
    throw invalid(issues);
  };
  const unsafe = structureFaults(document);
  if (unsafe.length > 0) refuse(unsafe);
  const value = valueOf(document);
  if (isTooMuch(value)) refuse([{ path: [], message: TOO_MUCH }]);
  const parsed = configurationSchema.safeParse(value);
  if (!parsed.success) return refuse(schemaFaults(parsed.error.issues));
  const repeated = repeatedKeys(parsed.data);
  if (repeated.length > 0) refuse(repeated);
  return { ...parsed.data, environmentNames: namesInOrder(document) };
}

function namesInOrder(document: Document.Parsed): Map<string, string[]> {
  const at = (map: unknown, name: string): unknown => (map instanceof Map ? map.get(name) : undefined);
  const apps = at(document.toJS({ mapAsMap: true, maxAliasCount: MOST_ALIASES }), "apps");
  const names = apps instanceof Map ? [...(apps as Map<string, unknown>).entries()] : [];
  return new Map(
    names.flatMap(([app, of]) => {
      const environments = at(of, "environments");
      return environments instanceof Map ? [[app, [...(environments as Map<string, unknown>).keys()]]] : [];
    }),
  );
}

function parse(text: string, lines: LineCounter): Document.Parsed {
  const composer = new Composer({
    version: "1.2",
    schema: "core",
    stringKeys: true,
    // The parser would compare every pair of keys. structureFaults finds repeated keys in a single pass.
    uniqueKeys: false,
  });
  let found: Document.Parsed[];
  try {
    found = [...composer.compose(tokensOf(text, lines), true, text.length)];
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw invalid([{ path: "file", message: "The file is not valid YAML." }]);
  }
  const [document, other] = found;
  const [problem] = found.flatMap(({ errors, warnings }) => [...errors, ...warnings]);
  if (problem !== undefined) throw notYaml(lines, problem.pos[0], reasonOf(problem.code));
  if (other !== undefined) throw notYaml(lines, other.range[0], "one document per file");
  if (document === undefined) throw notYaml(lines, 0, "nothing in it");
  return document;
}

/**
 * Ends at the first error, because each costs time, and a text of braces has as many as characters. Refuses what is nested
 * deeply before the composer, which is recursive, meets it: V8 may end the process when a regular expression is compiled at the
 * end of the stack.
 */
function* tokensOf(text: string, lines: LineCounter): Generator<CST.Token> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    lexemes += 1;
    yield* soundOnes(parser.next(lexeme), lines);
    if (lexemes > MOST_LEXEMES || parser.stack.length > DEEPEST * 2)
      throw invalid([{ path: "file", message: `Line ${lines.linePos(parser.offset).line}: ${TOO_MUCH}` }]);
  }
  yield* soundOnes(parser.end(), lines);
}

function* soundOnes(tokens: Iterable<CST.Token>, lines: LineCounter): Generator<CST.Token> {
  for (const token of tokens) {
    if (token.type === "error") throw notYaml(lines, token.offset, "unexpected token");
    yield token;
  }
}

/** Replaces the parser's messages, because they quote the text, which may contain a key by mistake. */
function notYaml(lines: LineCounter, offset: number, reason: string): DomainError {
  const { line, col } = lines.linePos(offset);
  const message = `Line ${line}, column ${col}: not valid YAML (${reason}).`;
  return invalid([{ path: "file", message }]);
}

function reasonOf(code: string): string {
  if (code === "TAB_AS_INDENT") return "indented with a tab";
  if (code === "TAG_RESOLVE_FAILED") return "tags aren't allowed";
  if (code === "NON_STRING_KEY") return "a name must be a string";
  return code.toLowerCase().replaceAll("_", " ");
}

/** Finds what a schema can't see: repeated names, names that JavaScript treats specially, and too much of anything. */
function structureFaults(document: Document.Parsed): Fault[] {
  const faults: Fault[] = [];
  let nodes = 0;
  let aliases = 0;
  visit(document, {
    Node(_, node, ancestors) {
      nodes += 1;
      if (isAlias(node)) aliases += 1;
      if (nodes > MOST_NODES || aliases > MOST_ALIASES || ancestors.length > DEEPEST * 2) {
        faults.push({ path: [], message: TOO_MUCH });
        return visit.BREAK;
      }
      if (faults.length >= MOST_ISSUES) return visit.BREAK;
      if (isScalar(node) && typeof node.value === "string" && !isStorable(node.value))
        faults.push({
          path: pathTo(ancestors, node),
          message: "The text contains a character that can't be stored.",
        });
      // A tag could turn a node into something other than a text, number, list or map, such as a set or a date.
      if (!isAlias(node) && (node as { tag?: string }).tag !== undefined)
        faults.push({ path: pathTo(ancestors, node), message: "Tags aren't allowed." });
      if (isMap(node)) faults.push(...nameFaults(node, pathTo(ancestors, node)));
      return undefined;
    },
  });
  return faults;
}

const isStorable = (text: string) => text.isWellFormed() && !text.includes("\0");

function nameFaults(map: { items: readonly { key: unknown }[] }, path: Path): Fault[] {
  const seen = new Set<string>();
  return map.items.flatMap(({ key }) => {
    const name = isScalar(key) ? String(key.value) : null;
    if (name === null) return [{ path, message: "A name must be a string." }];
    const at = [...path, name];
    if (name === "__proto__") return [{ path: at, message: "Use another name." }];
    if (name.trim() !== name) return [{ path: at, message: "A name can't begin or end with a space." }];
    if (seen.has(name)) return [{ path: at, message: "This name appears twice." }];
    seen.add(name);
    return [];
  });
}

function pathTo(ancestors: readonly unknown[], node: unknown): Path {
  const chain = [...ancestors, node];
  return chain.flatMap((one, index): PropertyKey[] => {
    if (isPair(one) && isScalar(one.key)) return [String(one.key.value)];
    const next = chain[index + 1];
    return isSeq(one) && next !== undefined ? [one.items.indexOf(next)] : [];
  });
}

function valueOf(document: Document.Parsed): unknown {
  try {
    // The parser counts what aliases expand to, and refuses aliases that multiply each other.
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch {
    throw invalid([
      { path: "file", message: "The file has aliases that multiply, or one without an anchor." },
    ]);
  }
}

/** Counts what aliases stand for each time. The parser can't, because it resolves every alias to the same object. */
function isTooMuch(value: unknown): boolean {
  const left = [value];
  for (let nodes = 1; left.length > 0;) {
    const next = left.pop();
    if (typeof next !== "object" || next === null) continue;
    const within: unknown[] = Object.values(next);
    // A name counts as an entry of its own, as in the document.
    nodes += within.length * (Array.isArray(next) ? 1 : 2);
    if (nodes > MOST_NODES) return true;
    left.push(...within);
  }
  return false;
}

function schemaFaults(issues: readonly z.core.$ZodIssue[]): Fault[] {
  const unknown = issues
    .flatMap((issue) =>
      issue.code === "unrecognized_keys" ? issue.keys.map((key) => ({ path: issue.path, key })) : [],
    )
    // A limit comes first, because each unknown field needs a search for the field that was probably meant.
    .slice(0, MOST_ISSUES)
    .map(({ path, key }) => ({
      path: [...path, key],
      message: unknownField(key, fieldsAt(configurationSchema, path)),
    }));
  const others = issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") return [];
    const message =
      issue.code === "invalid_key" ? (issue.issues[0]?.message ?? issue.message) : issue.message;
    return [{ path: issue.path, message }];
  });
  return [...unknown, ...others];
}

/** Two rotating secrets can't write to the same key of an environment. */
function repeatedKeys({ apps = {} }: Configuration): Fault[] {
  return Object.entries(apps).flatMap(([app, of]) =>
    Object.entries(of?.environments ?? {}).flatMap(([environment, within]) => {
      const taken = new Map<string, string>();
      return Object.entries(within?.rotatingSecrets ?? {}).flatMap(([name, { outputs }]) =>
        Object.entries(outputs).flatMap(([output, key = ""]) => {
          const other = taken.get(key);
          taken.set(key, name);
          if (other === undefined || other === name) return [];
          const path = ["apps", app, "environments", environment, "rotatingSecrets", name, "outputs", output];
          return [{ path, message: `${key} is already an output of ${other} in this environment.` }];
        }),
      );
    }),
  );
}

/** Adds the line to a problem. If the path isn't in the file, the line is that of the innermost part that is. */
function issueAt(document: Document.Parsed, lines: LineCounter, path: Path, message: string): Issue {
  let offset = document.contents?.range[0] ?? 0;
  let node: unknown = document.contents;
  for (const part of path) {
    if (isAlias(node)) break;
    const pair = isMap(node)
      ? node.items.findLast(({ key }) => isScalar(key) && key.value === part)
      : undefined;
    const next = isSeq(node) ? node.items[Number(part)] : pair?.value;
    const place = pair?.key ?? next;
    if (place === undefined || place === null) break;
    offset = (place as YamlNode).range?.[0] ?? offset;
    node = next;
  }
  return { path: path.map(String).join("."), message: `Line ${lines.linePos(offset).line}: ${message}` };
}
