import { Option } from "commander";
import { readFile } from "node:fs/promises";
import { confirm, isAtTerminal, readInput } from "../ask";
import type { Connection } from "../connection";
import { type EnvironmentRef, findEnvironment } from "../environment";
import { CliError } from "../exit";
import { createClient } from "../http";
import { type Io, print } from "../io";
import { readSecretText, type SecretFlags } from "../secret-text";
import { cell } from "./cell";
import type { ApiCommand, CommandOption, Item } from "./command";
import { fetchItems, readItem } from "./items";
import { findId, findProject, rotatingSecrets, type Where } from "./names";
import { type OutputFormat, printItem, printList } from "./output";
import { beforeRotation, waitForRotation } from "./wait-for-rotation";

/** As parsed by Commander: the common options, and each command's own by name. */
export type Flags = SecretFlags & {
  output: OutputFormat;
  json?: true;
  yes?: true;
  wait?: true;
  timeout: number;
  waitFor?: number;
  limit?: number;
} & Readonly<Record<string, unknown>>;

type Asked = { connection: Connection; environment: EnvironmentRef };

/** Makes a command's API call and prints the response. */
export async function perform(
  io: Io,
  asked: Asked,
  command: ApiCommand,
  args: readonly string[],
  flags: Flags,
): Promise<void> {
  const client = createClient(asked.connection, io, { waitForSeconds: flags.waitFor ?? 0 });
  const [method = "", template = ""] = command.route.split(" ");
  const where = { client, environment: asked.environment, filled: {} as Record<string, string> };
  const given = Object.fromEntries((command.args ?? []).map(({ name }, index) => [name, args[index] ?? ""]));

  if (command.environment === "each") {
    const { query } = await inputOf(io, command, given, flags, where);
    list(io, command, await rotatingSecrets(where, query), flags);
    return;
  }
  if (command.environment === "one" && command.args?.some(({ fills }) => fills !== undefined) !== true)
    where.filled["id"] = (await findEnvironment(client, asked.environment)).id;
  for (const { name, fills, kind } of command.args ?? []) {
    const text = given[name] ?? "";
    if (fills !== undefined)
      where.filled[fills] = kind === undefined ? text : await findId(kind, text, where);
  }
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(where.filled[name] ?? ""),
  );
  const { body, query } = await inputOf(io, command, given, flags, where);
  const address = query.size === 0 ? path : `${path}?${query.toString()}`;
  if (method === "GET" && command.list !== undefined) {
    list(io, command, await fetchItems(client, address, command.list, flags.limit), flags);
    return;
  }
  if (method === "PATCH" && Object.keys(body).length === 0)
    throw new CliError("Nothing to change. Give at least one option; --help lists them.", 2);

  await askBefore(io, command, given, flags);
  const secretPath = `/rotating-secrets/${encodeURIComponent(where.filled["id"] ?? "")}`;
  const before = flags.wait === true ? await beforeRotation(client, secretPath) : null;
  const hasBody =
    method !== "GET" &&
    (command.options ?? command.body ?? command.secret ?? command.file ?? takesBody(command)) !== undefined;
  const response = await client.send(address, { method: method as "GET", ...(hasBody ? { body } : {}) });
  const answer = readItem(client, response);
  const item = before === null ? answer : await waitForRotation(client, secretPath, before, flags.timeout);
  show(io, command, item, given, flags);
}

function takesBody({ args = [] }: ApiCommand): true | undefined {
  return args.some(({ body }) => body !== undefined) ? true : undefined;
}

function list(
  io: Io,
  { list: member = "", columns = [], rows }: ApiCommand,
  items: Item[],
  flags: Flags,
): void {
  const format = formatOf(flags);
  const shown = format === "table" && rows !== undefined ? items.flatMap(rows) : items;
  printList(io, format, { member, items: shown, columns });
}

function show(io: Io, command: ApiCommand, item: Item, given: Record<string, string>, flags: Flags): void {
  const { says, columns, rows } = command;
  const format = formatOf(flags);
  if (format === "table" && says !== undefined)
    print(io, typeof says === "string" ? fill(says, given) : says(item));
  // A dry run's response differs from the command's.
  else if ("schedule" in item)
    printList(io, format, { member: "schedule", items: item["schedule"] as Item[], columns: SCHEDULE });
  else printItem(io, format, { item, rows: rows?.(item) ?? [item], columns });
}

const SCHEDULE = [
  ["MINT", "mintAt"],
  ["REVOKE", "revokeAt"],
] as const;

function formatOf({ json, output }: Flags): OutputFormat {
  return json === true ? "json" : output;
}

async function askBefore(
  io: Io,
  command: ApiCommand,
  given: Record<string, string>,
  flags: Flags,
): Promise<void> {
  const { confirm: question, confirmOnlyWith } = command;
  if (question === undefined) return;
  if (confirmOnlyWith !== undefined) {
    if (flags[new Option(confirmOnlyWith).attributeName()] === undefined || !isAtTerminal(io)) return;
  }
  await confirm(io, fill(question, given), flags.yes === true);
}

function fill(text: string, given: Readonly<Record<string, string>>): string {
  return text.replace(/\{([\w-]+)\}/g, (_, name: string) => given[name] ?? "");
}

/** The request's content from the options, the fixed parts and the secret. */
async function inputOf(
  io: Io,
  command: ApiCommand,
  given: Readonly<Record<string, string>>,
  flags: Flags,
  where: Where,
): Promise<{ body: Item; query: URLSearchParams }> {
  const body: Record<string, unknown> = { ...command.body };
  const query = new URLSearchParams();
  for (const { name, body: field, query: parameter } of command.args ?? []) {
    if (field !== undefined) body[field] = given[name];
    if (parameter !== undefined) query.set(parameter, given[name] ?? "");
  }
  for (const option of projectsLast(command.options ?? [])) {
    const value = await valueOf(option, flags, body, where);
    if (value === undefined) continue;
    if (option.query !== undefined) addQuery(query, option.query, value);
    if (option.body !== undefined) set(body, option.body, value);
  }
  if (command.file !== undefined) {
    const { body: field, arg, as } = command.file;
    const path = given[arg] ?? "";
    const text = await readText(io, path);
    body[field] = as?.(text, path, flags) ?? text;
  }
  if (command.secret !== undefined)
    body[command.secret.body] = (await readSecretText(io, command.secret.what, flags)).trim();
  return { body, query };
}

/** Labels are one parameter each. */
function addQuery(query: URLSearchParams, parameter: string, value: unknown): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    query.set(parameter, cell(value));
    return;
  }
  for (const [name, text] of Object.entries(value)) query.append(parameter, `${name}:${cell(text)}`);
}

/** Projects are looked up with the credential. */
function projectsLast(options: readonly CommandOption[]): CommandOption[] {
  return options.toSorted((one, other) => Number(one.kind === "project") - Number(other.kind === "project"));
}

async function valueOf(option: CommandOption, flags: Flags, body: Item, where: Where): Promise<unknown> {
  const said = flags[new Option(option.flag).attributeName()];
  if (said === undefined) return option.byDefault;
  if (said === true) return option.means;
  const { kind } = option;
  if (kind === undefined) return said;
  if (kind === "project")
    return await findProject(cell(said), body["thirdPartyCredentialId"] as string | undefined, where);
  if (!Array.isArray(said)) return await findId(kind, cell(said), where);
  const ids: string[] = [];
  for (const text of said) ids.push(await findId(kind, cell(text), where));
  return ids;
}

function set(body: Record<string, unknown>, path: string, value: unknown): void {
  const [first = "", second] = path.split(".");
  if (second === undefined) body[first] = value;
  else body[first] = { ...(body[first] as Item | undefined), [second]: value };
}

async function readText(io: Io, path: string): Promise<string> {
  if (path === "-") return await readInput(io);
  try {
    return await readFile(path, "utf8");
  } catch {
    throw new CliError(`The file ${path} can't be read.`);
  }
}
