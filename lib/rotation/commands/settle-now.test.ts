/** Outstanding revocations that are attempted while a caller waits, and what happens to the others. */
import { beforeEach, expect, it } from "vitest";
import { type LogLine, logInto } from "@/proof/harness/log-lines";
import { type Prepared, prepare } from "@/proof/harness/prepared";
import { settleNow } from "./settle-now";

let p: Prepared;
beforeEach(async () => {
  p = await prepare();
  await p.secret();
});

async function settlements(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let nth = 0; nth < count; nth++)
    ids.push((await p.credential("REVOKING", { nextCheckAt: p.now() })).id);
  return ids;
}

async function settled(ids: string[], sealedBecause: string | null = null) {
  const warned: LogLine[] = [];
  await settleNow(
    { ...p.engine, log: logInto(warned), lookAtSeal: () => Promise.resolve(sealedBecause) },
    ids,
  );
  return { warned, states: p.rows().map(({ state }) => state) };
}

it("are completed without a log line", async () => {
  expect(await settled(await settlements(2))).toEqual({ warned: [], states: ["REVOKED", "REVOKED"] });
});

it("are twenty at most: the worker does the others", async () => {
  const { states } = await settled(await settlements(21));
  expect(states.map((state) => state === "REVOKED")).toEqual([...Array<boolean>(20).fill(true), false]);
});

it("are left alone while sealed", async () => {
  expect(await settled(await settlements(1), "It is a copy.")).toEqual({ warned: [], states: ["REVOKING"] });
  expect(p.calls()).toEqual([]);
});

it("are left to the worker if they can't be attempted: the log has the reason, the others are done", async () => {
  const ids = await settlements(2);
  p.trouble.units = 1;
  const { warned, states } = await settled(ids);
  expect(states).toEqual(["REVOKING", "REVOKED"]);
  expect(warned).toMatchObject([
    { msg: "A revocation is left to the worker", err: { message: "The database is away." } },
  ]);
});
