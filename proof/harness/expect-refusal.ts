import { expect } from "vitest";
import type { Db } from "@/lib/db";
import { everyRow } from "./every-row";

/** Refused with this code, at this field where one is named, and no row is changed. */
export async function expectRefusal(
  db: Db,
  done: () => Promise<unknown>,
  code: string,
  path?: string,
): Promise<void> {
  const before = await everyRow(db);
  const issues = path === undefined ? {} : { details: { issues: [{ path }] } };
  await expect(done()).rejects.toMatchObject({ code, ...issues });
  expect(await everyRow(db)).toEqual(before);
}
