import type { Connection } from "../connection";
import { listEnvironments } from "../environment";
import { createClient } from "../http";
import { type Io, print, printJson } from "../io";
import { fetchMe, type Me, whoIs } from "../me";

export async function whoami(io: Io, connection: Connection, json: boolean): Promise<void> {
  const client = createClient(connection, io);
  const me = await fetchMe(client);
  if (json) {
    printJson(io, { host: connection.host, ...me }, 2);
    return;
  }
  const listed = await listEnvironments(client);
  const where = listed.map(({ path }) => path).join(", ") || "no environment";
  const keys = me.serviceToken?.keys ?? [];
  const only = keys.length === 0 ? "" : `\nonly: ${keys.join(", ")}`;
  print(io, `${whoIs(me)} at ${connection.host}\nmay: ${permissions(me)}\nin: ${where}${only}`);
}

function permissions({ actions, environments }: Me): string {
  const elsewhere = new Set(environments.flatMap((environment) => environment.actions));
  for (const action of actions) elsewhere.delete(action);
  const inSome = [...elsewhere].map((action) => `${action} in some environments`);
  return [...actions, ...inSome].join(", ") || "nothing";
}
