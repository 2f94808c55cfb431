/** The migrations create what the schema describes: tables with their columns, enums with their values. */
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../testing/database";
import { SCHEMA_FILE } from "./migration-diff";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

/** `model` or `enum` → its name in the database, and its lines. */
function blocksOf(schema: string, kind: "model" | "enum") {
  const blocks = [...schema.matchAll(new RegExp(`^${kind} (\\w+) \\{\\n(.*?)^\\}`, "gms"))];
  return blocks.map(([, name = "", body = ""]) => ({
    name,
    stored: /@@map\("(\w+)"\)/.exec(body)?.[1] ?? name,
    lines: body.split("\n").filter((line) => /^ {2}\w/.test(line)),
  }));
}

it("all tables and columns, and no other", async () => {
  const schema = await readFile(SCHEMA_FILE, "utf8");
  const models = blocksOf(schema, "model");
  const modelNames = new Set(models.map(({ name }) => name));
  const described = models.flatMap(({ stored, lines }) =>
    lines.flatMap((line) => {
      const [, field = "", type = ""] = /^ {2}(\w+) +(\w+)/.exec(line) ?? [];
      // Another model is a relation rather than a column.
      return modelNames.has(type) ? [] : [`${stored}.${/@map\("(\w+)"\)/.exec(line)?.[1] ?? field}`];
    }),
  );
  const made = await database.db.$queryRaw<{ name: string }[]>`
    SELECT table_name || '.' || column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name NOT LIKE '\\_%'`;
  expect(described.length).toBeGreaterThan(100);
  expect(made.map(({ name }) => name).toSorted()).toEqual(described.toSorted());
});

it("all enums and values, and no other", async () => {
  const described = blocksOf(await readFile(SCHEMA_FILE, "utf8"), "enum").flatMap(({ stored, lines }) =>
    lines.map((line) => `${stored}.${line.trim().split(" ", 1)[0]}`),
  );
  const made = await database.db.$queryRaw<{ name: string }[]>`
    SELECT typname || '.' || enumlabel AS name FROM pg_enum
      JOIN pg_type ON pg_type.oid = enumtypid
      JOIN pg_namespace ON pg_namespace.oid = typnamespace AND nspname = 'public'`;
  expect(described.length).toBeGreaterThan(10);
  expect(made.map(({ name }) => name).toSorted()).toEqual(described.toSorted());
});
