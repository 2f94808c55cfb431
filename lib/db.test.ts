import { expect, it } from "vitest";
import { createDb } from "./db";

it("refuses an undefined where it would mean any row", async () => {
  const db = createDb("postgresql://nobody@127.0.0.1:1/nothing");
  // The types refuse it too, but a cast or a library's result may still bring it.
  const where = { id: undefined as unknown as string };
  await expect(db.session.deleteMany({ where })).rejects.toThrow(/explicitly `undefined`/);
  await db.$disconnect();
});
