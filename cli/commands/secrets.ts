import type { Format } from "@/lib/formats/write-values";
import type { Connection } from "../connection";
import { findEnvironment } from "../environment";
import { CliError } from "../exit";
import { createClient } from "../http";
import type { Io } from "../io";
import { fetchSecretValues } from "../secret-values";
import { writeValues } from "../write-values";

type Where = { env?: string | undefined; waitForSeconds: number };

async function readValues(io: Io, connection: Connection, { env, waitForSeconds }: Where) {
  const client = createClient(connection, io, { waitForSeconds });
  const environment = await findEnvironment(client, env);
  const { values } = await fetchSecretValues(client, environment.id);
  return { path: environment.path, values };
}

/** Prints one value and a line end. */
export async function getSecret(io: Io, connection: Connection, key: string, where: Where): Promise<void> {
  const { path, values } = await readValues(io, connection, where);
  const value = Object.hasOwn(values, key) ? values[key] : undefined;
  if (value === undefined) throw new CliError(`${path} has no secret named ${key}.`);
  io.stdout.write(`${value}\n`);
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
