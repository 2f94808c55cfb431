import { escapeInvisible } from "@/lib/formats/printable";
import type { Connection } from "../connection";
import { createClient } from "../http";
import type { Io } from "../io";

/** Prints the audit log as the server sends it, one entry per line. Nothing in it steers the terminal. */
export async function exportAudit(io: Io, connection: Connection, after: string | undefined): Promise<void> {
  const client = createClient(connection, io);
  const query = after === undefined ? "" : `?after=${encodeURIComponent(after)}`;
  const answer = await client.send(`/audit/export${query}`, { endless: true });
  const stream = answer.stream?.setEncoding("utf8") ?? [];
  for await (const part of stream) {
    if (!io.stdout.write(escapeInvisible(String(part))))
      await new Promise((resolve) => io.stdout.once("drain", resolve));
  }
}
