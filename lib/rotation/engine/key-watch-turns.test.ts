/** Many checks with one admin key, and many keys in one check: what stops or follows the others. */
import { beforeEach, expect, it } from "vitest";
import { failure, PROJECT, ROOT } from "@/proof/harness/given";
import { type Prepared, prepare } from "@/proof/harness/prepared";
import { type Look, lookAtKeys } from "./key-look";
import { lookInTurn } from "./key-watch";

let p: Prepared;
beforeEach(async () => {
  p = await prepare();
});

const secretId = (nth: number) => `00000000-0000-7000-8000-0000000001${nth + 10}`;

/** Checks of several projects, each with a current key. */
async function looksAt(count: number): Promise<Look[]> {
  const looks: Look[] = [];
  for (let nth = 0; nth < count; nth++) {
    const [id, projectId] = [secretId(nth), `proj_${nth}`];
    await p.secret({ projectId }, id);
    await p.credential("ACTIVE", { projectId }, id);
    looks.push({ rootId: ROOT, projectId, exposedKeys: 1e9 });
  }
  return looks;
}

const listed = () => p.told.asked.filter(([name]) => name === "listKeys").map(([, project]) => project);

it("each is done", async () => {
  const looks = await looksAt(8);
  await lookInTurn(p.engine, looks);
  expect(listed().toSorted()).toEqual(looks.map(({ projectId }) => projectId));
});

it("one without a response postpones the rest", async () => {
  const looks = await looksAt(8);
  p.answers.listKeys = () => Promise.reject(failure("provider_unavailable"));
  await lookInTurn(p.engine, looks);
  expect(listed()).toHaveLength(4);
  expect(p.told.errors).toEqual([]);
});

it("one that fails inside Phase is logged, and keeps no other from being done", async () => {
  const looks = await looksAt(3);
  p.trouble.units = 1;
  await lookInTurn(p.engine, looks);
  expect(listed()).toHaveLength(2);
  expect(p.told.logged).toMatchObject([
    {
      msg: "A check of current keys failed inside Phase",
      err: { message: "The database is away." },
      rootId: ROOT,
      projectId: "proj_2",
    },
  ]);
});

it("nobody waits for a check: its calls take no turn in advance", async () => {
  await p.secret();
  await p.credential("ACTIVE");
  p.answers.verify = () => Promise.resolve({ kind: "unclear", reason: "No." });
  await lookAtKeys(p.engine, { rootId: ROOT, projectId: PROJECT, exposedKeys: 1 });
  expect(p.calls()).toEqual(["listKeys", "verify", "findKey"]);
  expect(p.told.turns).toEqual([0, 0]);
});

it("if keys are missing and others couldn't be checked any more, the next check is immediate", async () => {
  for (let nth = 0; nth < 21; nth++) {
    await p.secret({}, secretId(nth));
    await p.credential("ACTIVE", {}, secretId(nth));
  }
  p.answers.verify = () => Promise.resolve({ kind: "unclear", reason: "No." });
  // Ten keys are checked at the same time: the first ten are gone, then OpenAI is away.
  let asked = 0;
  p.answers.findKey = () =>
    (asked += 1) <= 10 ? Promise.resolve(null) : Promise.reject(failure("provider_unavailable"));
  p.memory.takeLooks(60, { all: true });
  await lookAtKeys(p.engine, { rootId: ROOT, projectId: PROJECT, exposedKeys: 21 });
  expect(asked).toBe(20);
  expect(p.memory.rows.looks.get(`${ROOT}/${PROJECT}`)).toEqual(p.now());
});

it("a key whose value can't be decrypted is named in the log, with the reason", async () => {
  await p.secret();
  const { id } = await p.credential("ACTIVE", { envelope: "no envelope" });
  await lookAtKeys(p.engine, { rootId: ROOT, projectId: PROJECT, exposedKeys: 1 });
  expect(p.told.logged).toMatchObject([
    {
      msg: "A current key can't be decrypted",
      credentialId: id,
      err: { message: expect.any(String) as unknown },
    },
  ]);
});
