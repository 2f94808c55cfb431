import {
  rotatingSecretListSchema,
  rotatingSecretSchema,
  type RotatingSecret,
} from "@/lib/api/rotating-secrets";
import { printable } from "@/lib/formats/printable";
import type { Connection } from "../connection";
import { findEnvironment, listEnvironments } from "../environment";
import { createClient } from "../http";
import { type Io, print, printJson } from "../io";
import { wholeList } from "../whole-list";

export type Action =
  | { verb: "rotate"; body: { mode: "graceful" | "break_glass" } }
  | { verb: "pause"; body?: undefined }
  | { verb: "resume"; body: { when?: "now" | "keep_schedule" | undefined } };

export async function listRotatingSecrets(
  io: Io,
  connection: Connection,
  { env, json, waitForSeconds }: { env?: string | undefined; json: boolean; waitForSeconds: number },
): Promise<void> {
  const client = createClient(connection, io, { waitForSeconds });
  const environments =
    env === undefined ? await listEnvironments(client) : [await findEnvironment(client, env)];
  const found: (RotatingSecret & { environment: string })[] = [];
  for (const { id, path: environment } of environments) {
    const path = `/environments/${encodeURIComponent(id)}/rotating-secrets`;
    const listed = await wholeList(client, rotatingSecretListSchema, path, "rotatingSecrets");
    found.push(...listed.map((secret) => ({ ...secret, environment })));
  }
  if (json) {
    printJson(io, { rotatingSecrets: found }, 2);
    return;
  }
  const rows = found.map((secret) => [
    secret.id,
    secret.name,
    secret.environment,
    secret.health,
    stateOf(secret),
    secret.nextRotationAt,
  ]);
  print(io, table([["ID", "NAME", "ENVIRONMENT", "HEALTH", "STATE", "NEXT ROTATION"], ...rows]));
}

/** Asks for an action and prints how the rotating secret stands afterwards. */
export async function changeRotatingSecret(
  io: Io,
  connection: Connection,
  id: string,
  action: Action,
  { json }: { json: boolean },
): Promise<void> {
  const client = createClient(connection, io);
  const path = `/rotating-secrets/${encodeURIComponent(id)}`;
  await client.send(`${path}/${action.verb}`, { method: "POST", body: action.body });
  const secret = await client.request(rotatingSecretSchema, path);
  if (json) {
    printJson(io, secret, 2);
    return;
  }
  const next = secret.rotating ? "rotating now" : `next rotation ${secret.nextRotationAt}`;
  print(io, `${printable(secret.name)}: ${stateOf(secret)}, ${secret.health}, ${next}`);
  if (secret.lastFailure !== null) print(io, `last failure: ${printable(secret.lastFailure.message)}`);
}

function stateOf({ state, pauseReason }: RotatingSecret): string {
  return pauseReason === null ? state : `${state} (${pauseReason})`;
}

function table(cells: string[][]): string {
  const rows = cells.map((row) => row.map((cell) => printable(cell)));
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ");
  return rows.map((row) => line(row).trimEnd()).join("\n");
}
