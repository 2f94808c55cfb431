import type { Connection } from "../connection";
import { createClient } from "../http";
import type { Io } from "../io";

/** Prints the audit log as the server sends it, a line an entry. */
export async function exportAudit(io: Io, connection: Connection, after: string | undefined): Promise<void> {
  const client = createClient(connection, io);
  const query = after === undefined ? "" : `?after=${encodeURIComponent(after)}`;
  const answer = await client.send(`/audit/export${query}`, { endless: true });
  for await (const chunk of answer.stream ?? []) {
    if (!io.stdout.write(chunk)) await new Promise((resolve) => io.stdout.once("drain", resolve));
  }
}
