import type { Format } from "@/lib/formats/write-values";
import type { Connection } from "../connection";
import { findEnvironment } from "../environment";
import { CliError } from "../exit";
import { createClient } from "../http";
import type { Io } from "../io";
import { fetchSecretValues } from "../secret-values";
import { writeValues } from "../write-values";

async function readValues(io: Io, connection: Connection, env: string | undefined) {
  const client = createClient(connection, io);
  const environment = await findEnvironment(client, env);
  const answer = await fetchSecretValues(client, environment.id);
  return { path: environment.path, values: answer?.values ?? {} };
}

/** Prints one value and a line end. */
export async function getSecret(
  io: Io,
  connection: Connection,
  key: string,
  env: string | undefined,
): Promise<void> {
  const { path, values } = await readValues(io, connection, env);
  const value = Object.hasOwn(values, key) ? values[key] : undefined;
  if (value === undefined) throw new CliError(`${path} has no secret named ${key}.`);
  io.stdout.write(`${value}\n`);
}

export async function exportSecrets(
  io: Io,
  connection: Connection,
  format: Format,
  env: string | undefined,
): Promise<void> {
  const { values } = await readValues(io, connection, env);
  io.stdout.write(writeValues(values, format));
}
