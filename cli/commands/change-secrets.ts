import { problemWords, readDotenv } from "@/lib/formats/read-dotenv";
import { readFile } from "node:fs/promises";
import type { Connection } from "../connection";
import { type EnvironmentRef, findEnvironment } from "../environment";
import { CliError, EXIT } from "../exit";
import { type Client, createClient } from "../http";
import { type Io, print } from "../io";
import { readSecretText, type SecretFlags } from "../secret-text";
import { fetchSecretValues } from "../secret-values";
import { list, object, text } from "../shape";
import { table } from "../table";

const rowList = object({ secrets: list(object({ id: text, key: text, lifecycle: text })) });

/** Creates a static secret, or gives an existing one a new value. */
export async function setSecret(
  io: Io,
  connection: Connection,
  key: string,
  options: SecretFlags & { environment: EnvironmentRef; comment?: string | undefined },
): Promise<void> {
  refuseAssignment(key);
  const client = createClient(connection, io);
  const { id, path } = await findEnvironment(client, options.environment);
  const value = await readSecretText(io, `Value of ${key}`, options);
  const comment = options.comment === undefined ? {} : { comment: options.comment };
  const secrets = `/environments/${encodeURIComponent(id)}`;
  const { secrets: rows } = await client.request(
    rowList,
    `${secrets}/secret-rows?keys=${encodeURIComponent(key)}`,
  );
  const row = rows.find((one) => one.key === key);
  if (row?.lifecycle === "rotating")
    throw new CliError(
      `${key} is an output of a rotating secret. Use \`phase rotating-secrets rotate\` to change it.`,
    );
  if (row === undefined)
    await client.send(`${secrets}/secrets`, { method: "POST", body: { key, value, ...comment } });
  else
    await client.send(`/secrets/${encodeURIComponent(row.id)}`, {
      method: "PATCH",
      body: { value, ...comment },
    });
  print(io, `${row === undefined ? "Created" : "Changed"} ${key} in ${path}.`);
}

/** By now the value is in the shell's history and in process listings, so the message doesn't repeat it. */
function refuseAssignment(given: string): void {
  const [key = "", value] = given.split("=", 2);
  if (value === undefined) return;
  throw new CliError(
    `Don't put a value on the command line, which every user of this machine can read. Give it on standard input (\`phase secrets set ${key} < FILE\`), or type it when \`phase secrets set ${key}\` asks.`,
    EXIT.usage,
  );
}

type Diff = {
  environment: EnvironmentRef;
  other: string | undefined;
  file: string | undefined;
  exitCode: boolean;
};

/** Prints which keys differ between two environments, or an environment and a .env file. Never prints a value. */
export async function diffSecrets(io: Io, connection: Connection, options: Diff): Promise<number> {
  const { environment, other, file, exitCode } = options;
  if ((other === undefined) === (file === undefined))
    throw new CliError("Give an environment or --file FILE to compare with.", EXIT.usage);
  const client = createClient(connection, io);
  const here = await valuesOf(client, environment);
  const there =
    file === undefined
      ? await valuesOf(client, { app: environment.app, environment: other ?? null })
      : { path: file, values: await readDotenvFile(file) };
  const keys = [...new Set([...Object.keys(here.values), ...Object.keys(there.values)])].sort();
  const differing = keys.flatMap((key) => {
    const [one, two] = [here.values[key], there.values[key]];
    if (one === two) return [];
    return [
      [
        key,
        one === undefined ? `only in ${there.path}` : two === undefined ? `only in ${here.path}` : "differs",
      ],
    ];
  });
  print(io, differing.length === 0 ? "No difference." : table([["KEY", "DIFFERENCE"], ...differing]));
  return exitCode && differing.length > 0 ? EXIT.differs : EXIT.ok;
}

async function valuesOf(client: Client, ref: EnvironmentRef) {
  const { id, path } = await findEnvironment(client, ref);
  const { values } = await fetchSecretValues(client, id);
  return { path, values };
}

async function readDotenvFile(path: string): Promise<Record<string, string>> {
  let content: string;
  try {
    content = await readFile(path, "utf8");
  } catch {
    throw new CliError(`The file ${path} can't be read.`);
  }
  const { entries, problem } = readDotenv(content);
  if (problem !== null) throw new CliError(`${path}: ${problemWords(problem)}`);
  return Object.fromEntries(entries.map(({ key, value }) => [key, value]));
}
