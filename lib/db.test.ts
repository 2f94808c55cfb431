import { expect, it } from "vitest";
import { createDb } from "./db";

it("refuses an undefined where it would mean any row", async () => {
  const db = createDb("postgresql://nobody@127.0.0.1:1/nothing");
  // What the types refuse as well, and a cast or a library's answer may still bring.
  const where = { id: undefined as unknown as string };
  await expect(db.session.deleteMany({ where })).rejects.toThrow(/explicitly `undefined`/);
  await db.$disconnect();
});
