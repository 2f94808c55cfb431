/** The end of a revocation delay, by both clocks. */
import { beforeEach, describe, expect, it } from "vitest";
import { DELAY, failure, PROJECT } from "@/proof/harness/given";
import { type Prepared, prepare } from "@/proof/harness/prepared";
import { askForTime } from "./delay";
import { settle } from "./settle";

let p: Prepared;
beforeEach(async () => {
  p = await prepare();
});

type Row = Parameters<Prepared["credential"]>[1];
describe("a replaced key", () => {
  const replaced = async (row: Row = {}) => {
    await p.secret();
    const times = { replacedAt: p.at(-DELAY), revokeAt: p.at(0), nextCheckAt: p.at(0) };
    return await p.credential("EXPIRING", { ...times, ...row });
  };
  /** OpenAI's clock, off from the database's by some seconds, as read some seconds ago. */
  const clock = (seconds: number, ageSeconds: number) => {
    p.answers.clock = () => ({ now: p.at(seconds), ageSeconds });
  };

  it("is deleted when its delay is over by both clocks", async () => {
    const row = await replaced();
    clock(-300, 0);
    await settle(p.engine, row.id);
    expect(p.rowNow(row).state).toBe("REVOKED");
    expect(p.eventTypes()).toEqual(["credential.revocation_due", "credential.revoked"]);
  });

  it("an old reading is enough if the delay is over by it", async () => {
    const row = await replaced();
    clock(-300, 9_999);
    await settle(p.engine, row.id);
    expect(p.calls()).toEqual(["revoke"]);
  });

  it("is kept if OpenAI's clock disagrees, which is reported once", async () => {
    const row = await replaced();
    clock(-301, 60);
    await settle(p.engine, row.id);
    expect(p.calls()).toEqual([]);
    expect(p.rowNow(row)).toMatchObject({
      state: "EXPIRING",
      nextCheckAt: p.at(0),
      failureCount: 1,
      lastFailureCode: "internal",
      lastFailureAt: p.now(),
    });
    expect(p.eventTypes()).toEqual(["credential.revoke_failed"]);
    expect(p.rowNow(row).lastFailureMessage).toContain("Check the database server's clock.");
    expect(p.rowNow(row).lastFailureMessage).toContain(p.now().toISOString());
    await settle(p.engine, row.id);
    expect(p.rowNow(row).failureCount).toBe(2);
    expect(p.eventTypes()).toHaveLength(1);
  });

  it.each([
    ["shorter than the clocks may differ", () => ({ replacedAt: p.at(-300) })],
    ["unknown", () => ({ replacedAt: null })],
    ["none", () => ({ revokeAt: null })],
  ])("asks no clock where its delay is %s", async (_, row) => {
    const before = await replaced(row());
    clock(-9_999, 0);
    await settle(p.engine, before.id);
    expect(p.rowNow(before).state).toBe("REVOKED");
  });

  it("asks for the time if none was read yet, and continues", async () => {
    const row = await replaced();
    p.answers.clock = () => null;
    p.answers.getProject = (_key, id) => {
      clock(0, 0);
      return Promise.resolve({ id, name: id, residency: "EU", active: true });
    };
    await settle(p.engine, row.id);
    expect(p.told.asked[0]).toEqual(["getProject", PROJECT]);
    expect(p.rowNow(row).state).toBe("REVOKED");
  });

  it("asks for the time if the reading is old; a refusal also has it", async () => {
    const row = await replaced();
    clock(-301, 61);
    p.answers.getProject = () => {
      clock(0, 60);
      return Promise.reject(failure("project_not_found"));
    };
    await settle(p.engine, row.id);
    expect(p.calls()).toEqual(["getProject", "revoke"]);
  });

  it.each([null, 61])("waits without a response (last read %s s ago)", async (ageSeconds) => {
    const row = await replaced();
    if (ageSeconds === null) p.answers.clock = () => null;
    else clock(-301, ageSeconds);
    p.answers.getProject = () => Promise.reject(failure("provider_unavailable"));
    await settle(p.engine, row.id);
    expect(p.calls()).toEqual(["getProject"]);
    expect(p.rowNow(row)).toMatchObject({ state: "EXPIRING", failureCount: 1, nextCheckAt: p.at(5) });
  });

  it("that is gone after that call is nobody's", async () => {
    const row = await replaced();
    p.answers.clock = () => null;
    p.answers.getProject = () => Promise.reject(failure("provider_unavailable"));
    const credential = { ...row, id: "00000000-0000-7000-8000-00000000eeee" };
    expect(await askForTime(p.engine, { credential, root: p.rootNow() })).toBe(false);
  });

  it("that someone revoked during that call is not postponed", async () => {
    const row = await replaced();
    p.answers.clock = () => null;
    p.answers.getProject = async () => {
      await p.change(row, { state: "REVOKING" });
      throw failure("provider_unavailable");
    };
    await settle(p.engine, row.id);
    expect(p.rowNow(row)).toMatchObject({ state: "REVOKING", failureCount: 0, nextCheckAt: p.at(0) });
  });
});
