/** A row in every table of a database of any version, for code that must handle everything that may exist. */
import type pg from "pg";
import { tablesInOrder } from "../saved/save";

const TEXT = "line\r\n'quote\" \\ \u2028 \u{1F600}";

/** What constraints require. */
const RULED: Record<string, unknown> = {
  "instance.id": 1,
  "rotating_secret.revocation_delay_seconds": 6,
  "rotating_secret.key_lifetime_seconds": 100_000,
  "secret.rotating_secret_id": null,
  "delivery.mail_to": null,
};

/** A row for each table, whatever its columns: texts that are hard to handle, and times with microseconds. */
export async function fillEveryTable(client: pg.Client): Promise<void> {
  // Neither triggers nor foreign keys apply, so the rows come in the tables' order, whatever they reference.
  await client.query("SET session_replication_role = replica; SET quote_all_identifiers = off");
  for (const table of await tablesInOrder(client)) {
    const { rows } = await client.query<{ column: string; type: string; label: string | null }>(
      `SELECT attname AS column, atttypid::regtype::text AS type,
              (SELECT enumlabel FROM pg_enum WHERE enumtypid = atttypid LIMIT 1) AS label
         FROM pg_attribute WHERE attrelid = format('public.%I', $1::text)::regclass AND attnum > 0 AND NOT attisdropped`,
      [table],
    );
    const value = ({ column, type, label }: (typeof rows)[number]): unknown => {
      const ruled = RULED[`${table}.${column}`];
      if (ruled !== undefined) return ruled;
      if (label !== null) return label;
      if (type === "uuid") return "018f0000-0000-7000-8000-000000000001";
      if (type.startsWith("timestamp")) return "2026-03-29 01:30:00.123456+00";
      if (type === "date") return "2026-03-29";
      if (type === "boolean") return true;
      if (type === "bigint") return "9007199254740993";
      if (type === "integer") return 7;
      if (type === "double precision") return 0.1;
      if (type === "jsonb") return '[{"a": [1, null, "\\u0001\\u2028é"]}]';
      if (type === "bytea") return Buffer.from([0, 255, 10]);
      if (type.endsWith("[]")) return type === "uuid[]" ? [] : ["a,b", '{"', "", "NULL"];
      return TEXT;
    };
    const columns = rows.map(({ column }) => `"${column}"`).join(", ");
    const places = rows.map((_, index) => `$${index + 1}`).join(", ");
    await client.query(`INSERT INTO public."${table}" (${columns}) VALUES (${places})`, rows.map(value));
  }
  await client.query("SET session_replication_role = origin; RESET quote_all_identifiers");
}
