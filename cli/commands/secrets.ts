import type { Format } from "@/lib/formats/write-values";
import type { Connection } from "../connection";
import { type EnvironmentRef, findEnvironment } from "../environment";
import { CliError } from "../exit";
import { createClient } from "../http";
import type { Io } from "../io";
import { fetchSecretValues } from "../secret-values";
import { object, text } from "../shape";
import { writeValues } from "../write-values";

export type Where = { environment: EnvironmentRef; waitForSeconds: number };

export async function readValues(io: Io, connection: Connection, where: Where) {
  const client = createClient(connection, io, where);
  const { id } = await findEnvironment(client, where.environment);
  const { values } = await fetchSecretValues(client, id);
  return { values };
}

/** Keys that are also paths of the API. */
const OTHER_ADDRESSES = ["import", "stream"];

type GetOptions = Where & { key: string; newline: boolean };

/** Prints one value, with a line end unless turned off. */
export async function getSecret(io: Io, connection: Connection, options: GetOptions): Promise<void> {
  const { key, newline } = options;
  const value = OTHER_ADDRESSES.includes(key)
    ? (await readValues(io, connection, options)).values[key]
    : await readValue(io, connection, options);
  if (value === undefined) throw new CliError(`The environment has no secret named ${key}.`);
  io.stdout.write(newline ? `${value}\n` : value);
}

async function readValue(
  io: Io,
  connection: Connection,
  { key, environment, waitForSeconds }: GetOptions,
): Promise<string> {
  const client = createClient(connection, io, { waitForSeconds });
  const { id } = await findEnvironment(client, environment);
  const path = `/environments/${encodeURIComponent(id)}/secrets/${encodeURIComponent(key)}`;
  return (await client.request(object({ value: text }), path)).value;
}

export async function exportSecrets(
  io: Io,
  connection: Connection,
  format: Format,
  where: Where,
): Promise<void> {
  const { values } = await readValues(io, connection, where);
  io.stdout.write(writeValues(values, format));
}
