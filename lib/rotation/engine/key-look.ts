/** One check of a project's current keys, with one admin key. */
import { mintedKeyPlace } from "@/lib/crypto/places";
import { open } from "@/lib/crypto/sealed";
import type { ProviderKey, Verdict } from "@/lib/providers/provider";
import { isAnswer } from "../core/health";
import { hasTurn, isFresh, nextLookAt, refusalCountsAt, usedLately } from "../core/key-watch";
import { confirmSeconds, probeSeconds, secondsAfter } from "../core/schedule";
import type { Engine } from "../services";
import type { RootRow } from "../store/store";
import type { KeyInUse } from "../store/keys";
import { beforePage, type Call, type CallResult, callProvider } from "./call";
import { leaseEnd } from "./claim";
import { afterPause } from "./failure";
import { openProvider } from "./open-provider";
import { noticeEnd, noticeSign, type Sign } from "./key-findings";
import { isUseDue, recordUse } from "./usage";

/** `exposedKeys`: of the whole installation. */
export type Look = { rootId: string; projectId: string; exposedKeys: number };

/** The maximum number of keys checked directly per check, and at the same time. */
const MOST_QUESTIONS = 300;
const QUESTIONS_AT_ONCE = 10;

/** Null: no list, because this admin key is refused. Then the keys are checked directly, in turn. */
type Listed = ReadonlyMap<string, ProviderKey> | null;
type Answered = { key: KeyInUse; sign: Sign };

/** False: this admin key can't be used now, and its checks are postponed. */
export async function lookAtKeys(engine: Engine, look: Look): Promise<boolean> {
  const { rootId, projectId } = look;
  const { root, keys, since } = await engine.store.inUnit(async (unit) => {
    const [root, keys] = [await unit.rootCredential(rootId), await unit.keysInUse(rootId, projectId)];
    if (!keys.some(({ state }) => state === "ACTIVE")) await unit.planLook(rootId, projectId, null);
    return { root, keys, since: unit.now };
  });
  const exposed = keys.filter(({ state, keyRemovedAt }) => state === "ACTIVE" && keyRemovedAt === null);
  if (exposed.length === 0) return await plan(engine, look, Infinity);
  const result = await list(engine, root, look);
  if (!result.ok && !isAnswer(result.failure.code)) return await putOff(engine, rootId, result);
  const listed = result.ok ? new Map(result.value.map((key) => [key.id, key])) : null;
  for (const key of keys) await eachAlone(engine, key, () => noticeListed(engine, key, listed, since));
  const wanted = toAsk(engine, look, exposed, listed, since);
  const answered = await ask(engine, root, wanted, listed);
  const soon = exposed.filter((key) => !wanted.includes(key)).map((key) => countsIn(engine, key, since));
  for (const { key, sign } of answered) {
    const isOpen = await eachAlone(engine, key, () => noticeSign(engine, key, sign, since));
    if (isOpen !== false) soon.push(confirmSeconds(engine.settings.timing));
  }
  const refused = answered.filter(({ sign }) => sign === "refused" || sign === "missing");
  // Someone removes keys by the hundred. The others don't wait for the next check.
  if (refused.length > 0 && answered.length < wanted.length) soon.push(0);
  return await plan(engine, look, Math.min(...soon));
}

async function list(engine: Engine, root: RootRow, { projectId }: Look): Promise<CallResult<ProviderKey[]>> {
  const list: Call<ProviderKey[]> = async (provider, rootKey, nextTurn) => {
    const takeTurn = beforePage(nextTurn);
    return await provider.listKeys(rootKey, projectId, async () => {
      await takeTurn();
      await engine.store.inUnit((unit) => unit.planLook(root.id, projectId, leaseEnd(engine, unit)));
    });
  };
  return await callProvider(engine, root, list, "background");
}

/** What the list says about a key: its expiry, and for a previous key its last use. */
async function noticeListed(engine: Engine, key: KeyInUse, listed: Listed, since: Date): Promise<void> {
  const found = key.keyId === null ? undefined : listed?.get(key.keyId);
  if (found === undefined) return;
  if (isUseDue(key, since)) await recordUse(engine, key, found.lastUsedAt);
  // A list without an expiry doesn't remove a known one. At worst the key is replaced too early.
  if (key.state === "ACTIVE" && found.expiresAt !== null) await noticeEnd(engine, key, found.expiresAt);
}

/** Keys that the list doesn't show, most suspicious first. */
function toAsk(
  engine: Engine,
  { rootId, projectId, exposedKeys }: Look,
  exposed: KeyInUse[],
  listed: Listed,
  since: Date,
): KeyInUse[] {
  const { keyWatchIntervalSeconds: interval, timing } = engine.settings;
  const suspicion = (key: KeyInUse): number => {
    if (isFresh(key.mintedAt, since, timing)) return 0;
    if (key.keyRefusedAt !== null) return refusalCountsAt(key.keyRefusedAt, timing) <= since ? 3 : 0;
    const found = key.keyId === null ? undefined : listed?.get(key.keyId);
    if (found === undefined && listed !== null && key.keyId !== null) return 2;
    if (found !== undefined && found.expiresAt !== null && found.expiresAt <= since) return 2;
    if (found !== undefined && usedLately(found.lastUsedAt, since, interval)) return 0;
    return hasTurn(key.id, `${rootId}/${projectId}`, since, interval, exposedKeys) ? 1 : 0;
  };
  return exposed
    .map((key) => ({ key, suspicion: suspicion(key), chance: engine.chance() }))
    .filter((each) => each.suspicion > 0)
    .sort((a, b) => b.suspicion - a.suspicion || a.chance - b.chance)
    .map(({ key }) => key);
}

async function ask(engine: Engine, root: RootRow, keys: KeyInUse[], listed: Listed): Promise<Answered[]> {
  const answered: Answered[] = [];
  const most = Math.min(keys.length, MOST_QUESTIONS);
  for (let first = 0; first < most; first += QUESTIONS_AT_ONCE) {
    const some = keys.slice(first, Math.min(first + QUESTIONS_AT_ONCE, most));
    const signs = await Promise.all(some.map((key) => askOne(engine, root, key, listed)));
    answered.push(...some.flatMap((key, index) => [{ key, sign: signs[index] ?? "unclear" }]));
    // OpenAI is away or doesn't answer this server, so further checks would learn nothing.
    if (signs.every((sign) => sign === "unclear")) break;
  }
  return answered;
}

/** The key's own check comes first. If that is unclear, the key is missing only if it is certainly gone by its ID. */
async function askOne(engine: Engine, root: RootRow, key: KeyInUse, listed: Listed): Promise<Sign> {
  const verdict = await ownWord(engine, root, key);
  if (verdict !== "unclear") return verdict;
  const { keyId, projectId } = key;
  if (keyId === null || listed === null || listed.has(keyId)) return "unclear";
  const find: Call<ProviderKey | null> = (provider, rootKey) =>
    provider.findKey(rootKey, { projectId, keyId });
  const found = await callProvider(engine, root, find, "background");
  return found.ok && found.value === null ? "missing" : "unclear";
}

async function ownWord(
  engine: Engine,
  root: RootRow,
  { id, projectResidency }: KeyInUse,
): Promise<Verdict["kind"]> {
  const credential = await engine.store.inUnit((unit) => unit.credential(id));
  if (credential?.envelope == null) return "unclear";
  try {
    const place = mintedKeyPlace(id, root.organisationId);
    const apiKey = await open(engine.keyring, place, credential.envelope);
    return (await (await openProvider(engine, root)).verify(apiKey, projectResidency)).kind;
  } catch (error) {
    engine.log.error({ err: error, credentialId: id }, "A current key can't be decrypted");
    return "unclear";
  }
}

/** Seconds until a first rejection counts. Infinite if there was none. */
function countsIn(engine: Engine, { keyRefusedAt }: KeyInUse, since: Date): number {
  if (keyRefusedAt === null) return Infinity;
  return (Number(refusalCountsAt(keyRefusedAt, engine.settings.timing)) - Number(since)) / 1000;
}

async function plan(engine: Engine, look: Look, soonSeconds: number): Promise<true> {
  const { rootId, projectId } = look;
  await engine.store.inUnit(async (unit) => {
    const planned = nextLookAt(`${rootId}/${projectId}`, unit.now, engine.settings.keyWatchIntervalSeconds);
    const soon = soonSeconds === Infinity ? planned : secondsAfter(unit.now, soonSeconds);
    await unit.planLook(rootId, projectId, soon < planned ? soon : planned);
  });
  return true;
}

async function putOff(
  engine: Engine,
  rootId: string,
  { failure }: Extract<CallResult<unknown>, { ok: false }>,
): Promise<false> {
  engine.log.debug(
    { thirdPartyCredentialId: rootId, code: failure.code },
    "Checks of current keys postponed",
  );
  await engine.store.inUnit(async (unit) => {
    const soonest = secondsAfter(unit.now, probeSeconds(engine.settings.timing));
    await unit.putOffLooks(rootId, await afterPause(unit, rootId, soonest));
  });
  return false;
}

/** A problem with one key doesn't stop the checks of others. */
async function eachAlone<Result>(
  engine: Engine,
  key: KeyInUse,
  work: () => Promise<Result>,
): Promise<Result | null> {
  try {
    return await work();
  } catch (error) {
    engine.log.error({ err: error, credentialId: key.id }, "The result of a key check wasn't saved");
    return null;
  }
}
