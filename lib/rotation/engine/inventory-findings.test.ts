/** What an inventory does about one account, or one current key without an account, row by row. */
import { beforeEach, describe, expect, it } from "vitest";
import { newCredential } from "@/lib/rotation/store/new-rows";
import type { FoundCredential } from "../store/inventory";
import { DAY, failure, HOUR, PROJECT, SECRET } from "@/proof/harness/given";
import { type Prepared, prepare } from "@/proof/harness/prepared";
import { compareAccount, replaceIfGone } from "./inventory-findings";

let p: Prepared;
let found: FoundCredential[];
beforeEach(async () => {
  p = await prepare();
  found = [];
  p.overrides.credentialsOfAccount = async ({ id, name }) =>
    p.rows().filter((row) => row.serviceAccountName === name || row.serviceAccountId === id);
  p.overrides.insertFoundCredential = async (row) => {
    found.push(row);
    return {
      ...newCredential("00000000-0000-7000-8000-00000000ffff", { ...row, reason: null }, p.now()),
      ...row,
    };
  };
});

type Account = Parameters<typeof compareAccount>[2];
/** An account with a name of Phase's form, created an hour ago. */
const account = (patch: Partial<Account> = {}): Account => {
  const epoch = patch.epoch ?? p.at(-HOUR).getTime() / 1000;
  const name = `phase-rs-${SECRET}-${epoch}`;
  return { id: "sa_x", name, epoch, projectId: PROJECT, rotatingSecretId: SECRET, ...patch };
};
const compare = (patch: Partial<Account> = {}) => compareAccount(p.engine, p.rootNow(), account(patch));

describe("an account without a row", () => {
  it("is taken over for a quarantine; newer than our last mint, a rotation comes first", async () => {
    await p.secret({ fence: 4, lastEpoch: 7n });
    expect(await compare()).toBe(true);
    expect(found).toMatchObject([
      {
        serviceAccountId: "sa_x",
        serviceAccountName: account().name,
        fence: 4,
        sentAt: p.at(-HOUR),
        mintedAt: p.at(-HOUR),
        replacedAt: p.now(),
        revokeAt: p.at(DAY),
        nextCheckAt: p.at(DAY),
      },
    ]);
    expect(p.secretNow()).toMatchObject({
      lastEpoch: BigInt(account().epoch),
      rotateReason: "unknown_account",
      rotateRequestedAt: p.now(),
    });
    expect(p.told.settles.map(({ inSeconds }) => inSeconds)).toEqual([DAY]);
    expect(p.told.events).toMatchObject([
      { type: "credential.stray_account_found", detail: { serviceAccountId: "sa_x" } },
    ]);
  });

  it.each([0, 1])("older than the last mint by %s s, it requests none", async (seconds) => {
    await p.secret({ lastEpoch: BigInt(account().epoch + seconds) });
    expect(await compare()).toBe(true);
    expect(found).toHaveLength(1);
    expect(p.secretNow()).toMatchObject({ lastEpoch: BigInt(account().epoch + seconds), rotateReason: null });
  });

  it("of no secret in this installation is ignored", async () => {
    expect(await compare()).toBe(false);
    expect(found).toEqual([]);
  });

  it("of another organisation's secret is ignored", async () => {
    await p.secret({ organisationId: "00000000-0000-7000-8000-0000000000ab" });
    expect(await compare()).toBe(false);
    expect(found).toEqual([]);
    expect(p.secretNow().rotateReason).toBeNull();
  });

  it("with Phase's name inside its own is ignored", async () => {
    await p.secret();
    expect(await compare({ name: `copy-${account().name}` })).toBe(false);
    expect(found).toEqual([]);
  });

  it.each([
    [DAY, true],
    [DAY + 1, false],
  ])("from %s s ahead: ours %s", async (ahead, isOurs) => {
    await p.secret();
    expect(await compare({ epoch: p.at(ahead).getTime() / 1000 })).toBe(isOurs);
    expect(found).toHaveLength(isOurs ? 1 : 0);
  });
});

describe("an account that a row knows", () => {
  it("of another secret's row belongs to that one", async () => {
    const other = "00000000-0000-7000-8000-000000000200";
    await p.secret();
    await p.secret({}, other);
    const row = await p.credential("REVOKED", { serviceAccountId: "sa_x", revokedAt: p.at(-DAY) }, other);
    expect(await compare()).toBe(true);
    expect(p.rowNow(row)).toEqual(row);
    expect(found).toEqual([]);
  });

  it("by its ID, of a secret that its name doesn't contain, belongs to that one", async () => {
    await p.secret();
    const row = await p.credential("REVOKED", { serviceAccountId: "sa_x", revokedAt: p.at(-DAY) });
    expect(await compare({ rotatingSecretId: "00000000-0000-7000-8000-00000000eeee" })).toBe(true);
    expect(p.rowNow(row)).toEqual(row);
  });

  it("by its ID in another project, and by no name, is taken over under its own name", async () => {
    await p.secret();
    await p.credential("ACTIVE", { serviceAccountId: "sa_x", projectId: "proj_b" });
    expect(await compare()).toBe(true);
    expect(found).toMatchObject([{ serviceAccountName: account().name }]);
  });

  it("belongs to the row by its ID, whatever its name", async () => {
    await p.secret();
    const row = await p.credential("REVOKED", { serviceAccountId: "sa_x", revokedAt: p.at(-DAY) });
    expect(await compare()).toBe(true);
    expect(p.rowNow(row)).toMatchObject({ state: "REVOKING", revokedAt: null, nextCheckAt: p.now() });
    expect(p.told.settles).toEqual([{ id: row.id, inSeconds: 0 }]);
    expect(p.told.events).toMatchObject([
      { type: "credential.found_alive", detail: { serviceAccountId: "sa_x" } },
    ]);
  });

  it("by its id before its name", async () => {
    await p.secret();
    await p.credential("ACTIVE", { serviceAccountName: account().name, serviceAccountId: "sa_y" });
    await p.credential("EXPIRING", { serviceAccountId: "sa_x" });
    expect(await compare()).toBe(true);
    expect(found).toEqual([]);
  });

  it.each([
    ["has heard of no id", "FAILED" as const, null],
    ["is gone", "REVOKED" as const, "sa_y"],
  ])("by its name if the row %s", async (_, state, serviceAccountId) => {
    await p.secret();
    const row = await p.credential(state, {
      serviceAccountName: account().name,
      serviceAccountId,
      revokedAt: p.at(-DAY),
    });
    expect(await compare()).toBe(true);
    expect(p.rowNow(row)).toMatchObject({ state: "REVOKING", serviceAccountId: "sa_x" });
    expect(found).toEqual([]);
  });

  it("by its name alone is a second one: it is taken over under a new name", async () => {
    await p.secret({ lastEpoch: 7n });
    await p.credential("ACTIVE", { serviceAccountName: account().name, serviceAccountId: "sa_y" });
    expect(await compare()).toBe(true);
    expect(found).toMatchObject([{ serviceAccountName: `${account().name} (sa_x)` }]);
    expect(p.secretNow().rotateReason).toBeNull();
  });

  it("in another project doesn't belong to the row", async () => {
    await p.secret();
    const row = await p.credential("REVOKED", {
      serviceAccountName: account().name,
      projectId: "proj_b",
      revokedAt: p.at(-DAY),
    });
    expect(await compare()).toBe(true);
    expect(p.rowNow(row)).toEqual(row);
    expect(found).toHaveLength(1);
  });
});

describe("a row believes that its account is gone", () => {
  it.each([
    ["revoked long enough ago", "REVOKED", () => ({ revokedAt: p.at(-600) }), true],
    ["revoked just now", "REVOKED", () => ({ revokedAt: p.at(-599) }), false],
    ["revoked at no time", "REVOKED", () => ({ revokedAt: null }), false],
    ["refused long enough ago", "FAILED", () => ({ sentAt: p.at(-600) }), true],
    ["refused just now", "FAILED", () => ({ sentAt: p.at(-599) }), false],
    ["given up without an account", "DISCARDED", () => ({ serviceAccountId: null }), true],
    ["forgotten on purpose", "DISCARDED", () => ({}), false],
    ["in flight", "SENDING", () => ({}), false],
    ["saved", "MINTED", () => ({}), false],
    ["exposed", "ACTIVE", () => ({}), false],
    ["replaced", "EXPIRING", () => ({}), false],
    ["owed", "REVOKING", () => ({}), false],
    ["looked for", "UNKNOWN", () => ({}), false],
  ] as const)("%s", async (_, state, patch, believesGone) => {
    await p.secret();
    const known = {
      serviceAccountId: state === "FAILED" ? null : "sa_x",
      serviceAccountName: account().name,
    };
    const row = await p.credential(state, { ...known, ...patch() });
    expect(await compare()).toBe(true);
    if (believesGone) expect(p.rowNow(row).state).toBe("REVOKING");
    else expect(p.rowNow(row)).toEqual(row);
    expect(found).toEqual([]);
  });
});

describe("a current key whose account is not listed", () => {
  const gone = () => (p.answers.hasServiceAccount = () => Promise.resolve(false));

  it("is replaced if its account is also gone by its ID", async () => {
    await p.secret();
    const row = await p.credential("ACTIVE");
    gone();
    await replaceIfGone(p.engine, p.rootNow(), row);
    const { serviceAccountId } = row;
    expect(p.told.asked).toEqual([["hasServiceAccount", { projectId: PROJECT, serviceAccountId }]]);
    // Nobody waits for it: it takes no turn ahead of a mint's.
    expect(p.told.turns).toEqual([0]);
    expect(p.rowNow(row).keyRemovedAt).toEqual(p.now());
    expect(p.secretNow().rotateReason).toBe("key_removed");
    expect(p.secretNow().lastFailureMessage).toMatch(/service account was removed/);
  });

  it.each([
    ["it is there", () => undefined],
    [
      "nobody can tell",
      () => (p.answers.hasServiceAccount = () => Promise.reject(failure("project_not_found"))),
    ],
  ])("stays if %s", async (_, answer) => {
    await p.secret();
    const row = await p.credential("ACTIVE");
    answer();
    await replaceIfGone(p.engine, p.rootNow(), row);
    expect(p.rowNow(row)).toEqual(row);
  });

  it("is not checked if no ID is known, and not replaced if it was meanwhile", async () => {
    await p.secret();
    const row = await p.credential("ACTIVE");
    gone();
    await replaceIfGone(p.engine, p.rootNow(), { ...row, serviceAccountId: null });
    expect(p.calls()).toEqual([]);
    await replaceIfGone(p.engine, p.rootNow(), {
      ...row,
      rotatingSecretId: "00000000-0000-7000-8000-00000000eeee",
    });
    await replaceIfGone(p.engine, p.rootNow(), { ...row, id: "00000000-0000-7000-8000-00000000eeee" });
    await p.change(row, { state: "EXPIRING" });
    await replaceIfGone(p.engine, p.rootNow(), row);
    expect(p.rowNow(row).keyRemovedAt).toBeNull();
    expect(p.told.events).toEqual([]);
  });
});
