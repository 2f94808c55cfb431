/**
 * One function of the engine against rows that a test puts in place: the store in memory, a provider that answers what
 * the test says, and a record of everything that was asked, reported and planned. Nothing happens automatically.
 */
import { aRotatingSecret } from "./builders";
import { testSettings } from "./settings";
import { type LogLine, logInto } from "./log-lines";
import { adminKeyPlace, mintedKeyPlace } from "@/lib/crypto/places";
import { seal } from "@/lib/crypto/sealed";
import { ProcessMetrics } from "@/lib/metrics/process-metrics";
import type { Provider } from "@/lib/providers/provider";
import { sealable } from "@/lib/providers/registry";
import type { CredentialState } from "@/lib/rotation/core/model";
import { secondsAfter } from "@/lib/rotation/core/schedule";
import type { Claim } from "@/lib/rotation/engine/claim";
import { MemoryStore } from "../model/memory-store";
import type { Engine } from "@/lib/rotation/services";
import type { CredentialRow, NewEvent, RootRow, SecretRow, Store, Unit } from "@/lib/rotation/store/store";
import {
  DELAY,
  HOUR,
  INTERVAL,
  KEYRING,
  ORGANISATION,
  PROJECT,
  ROOT,
  rootRow,
  SECRET,
  T0,
  TIMING,
  WATCH_INTERVAL,
} from "./given";

const ENVIRONMENT = "00000000-0000-7000-8000-0000000000bb";
const rootKey = seal(KEYRING, adminKeyPlace(ROOT, ORGANISATION), "sk-admin");

export type Planned = { id: string; inSeconds: number };
/** Which method of the provider was called, with what besides the admin key. */
export type Asked = [keyof Provider, ...unknown[]];
type Overrides = Partial<Pick<Unit, "credentialsOfAccount" | "insertFoundCredential">>;

export type Prepared = Awaited<ReturnType<typeof prepare>>;

export async function prepare(rootPatch: Partial<RootRow> = {}) {
  let nowMs = T0.getTime();
  let monotonicMs = 1_000_000;
  const now = () => new Date(nowMs);
  const at = (seconds: number) => secondsAfter(now(), seconds);
  const root = { ...rootRow(await rootKey), ...rootPatch };
  const refusals: Error[] = [];
  const memory = new MemoryStore(now, (refusal) => refusals.push(refusal), root);

  const told = {
    mints: [] as Planned[],
    settles: [] as Planned[],
    events: [] as NewEvent[],
    get audit() {
      return told.audited.map(({ action }) => action);
    },
    audited: [] as { action: string; subject: object; detail: object | null }[],
    asked: [] as Asked[],
    slept: [] as number[],
    turns: [] as number[],
    get errors() {
      return told.logged.map(({ msg }) => msg);
    },
    logged: [] as LogLine[],
  };
  const inSeconds = (time: Date) => (Number(time) - nowMs) / 1000;
  const overrides: Overrides = {};
  /** The next units fail so often, before their work or after it was committed. */
  const trouble = { units: 0, isCommitted: false };
  const record = (unit: Unit): Unit => ({
    ...unit,
    ...overrides,
    wakeMint: async (id, time) => void told.mints.push({ id, inSeconds: inSeconds(time) }),
    wakeSettle: async (id, time) => void told.settles.push({ id, inSeconds: inSeconds(time) }),
    recordEvent: async (event) => {
      told.events.push(event);
      return await unit.recordEvent(event);
    },
    recordAudit: async (_by, action, subject, detail) => void told.audited.push({ action, subject, detail }),
  });
  const store: Store = {
    async inUnit(work) {
      if (trouble.units === 0) return await memory.inUnit((unit) => work(record(unit)));
      trouble.units -= 1;
      if (trouble.isCommitted) await memory.inUnit((unit) => work(record(unit)));
      throw new Error("The database is away.");
    },
    async takeCall(rootId, allowance, mostMs) {
      told.turns.push(mostMs);
      return await memory.takeCall(rootId, allowance, mostMs);
    },
  };

  const answers: Provider = {
    name: "openai",
    clock: () => ({ now: now(), ageSeconds: 0 }),
    validateRoot: () => Promise.resolve(),
    listProjects: () => Promise.resolve([]),
    getProject: (_key, id) => Promise.resolve({ id, name: id, residency: "EU", active: true }),
    mint: () =>
      Promise.resolve({
        serviceAccountId: "sa_new",
        keyId: "key_new",
        apiKey: "sk-new",
        keyExpiresAt: null,
      }),
    listServiceAccounts: () => Promise.resolve([]),
    hasServiceAccount: () => Promise.resolve(true),
    listKeys: () => Promise.resolve([]),
    findKey: () => Promise.resolve(null),
    revoke: () => Promise.resolve("gone"),
    verify: () => Promise.resolve({ kind: "accepted" }),
    baseUrl: () => "https://openai.invalid/v1",
  };
  const asking =
    <Input extends unknown[], Answer>(name: keyof Provider, ask: () => (...input: Input) => Answer) =>
    (...input: Input): Answer => {
      told.asked.push([name, ...input.slice(name === "verify" ? 0 : 1)]);
      return ask()(...input);
    };
  const provider: Provider = {
    ...answers,
    clock: () => answers.clock(),
    getProject: asking("getProject", () => answers.getProject),
    mint: asking("mint", () => answers.mint),
    listServiceAccounts: asking("listServiceAccounts", () => answers.listServiceAccounts),
    hasServiceAccount: asking("hasServiceAccount", () => answers.hasServiceAccount),
    listKeys: asking("listKeys", () => answers.listKeys),
    findKey: asking("findKey", () => answers.findKey),
    revoke: asking("revoke", () => answers.revoke),
    verify: asking("verify", () => answers.verify),
  };
  const seal_ = { because: null as string | null };
  const engine: Engine = {
    store,
    keyring: KEYRING,
    providers: sealable({ openai: provider }, () => Promise.resolve(seal_.because)),
    settings: testSettings({ timing: TIMING, keyWatchIntervalSeconds: WATCH_INTERVAL }),
    log: logInto(told.logged),
    clock: {
      monotonicMs: () => monotonicMs,
      sleep: async (milliseconds) => {
        told.slept.push(milliseconds);
        await pass(milliseconds / 1000);
      },
    },
    chance: () => 0.5,
    metrics: new ProcessMetrics(),
    workerId: "worker",
  };

  async function pass(seconds: number): Promise<void> {
    nowMs += seconds * 1000;
    monotonicMs += seconds * 1000;
    await Promise.resolve();
  }

  const secretIn = memory.inUnit.bind(memory);
  /** A rotating secret whose schedule runs, due in an hour. */
  async function secret(patch: Partial<SecretRow> = {}, id = SECRET): Promise<SecretRow> {
    return await secretIn(async (unit) => {
      const place = {
        organisationId: ORGANISATION,
        environmentId: ENVIRONMENT,
        thirdPartyCredentialId: ROOT,
      };
      await unit.insertRotatingSecret(
        aRotatingSecret(place, {
          id,
          name: id,
          projectId: PROJECT,
          projectResidency: "GLOBAL",
          rotationIntervalSeconds: INTERVAL,
          revocationDelaySeconds: DELAY,
          nextRotationAt: at(HOUR),
        }),
      );
      return await unit.updateSecret(id, patch);
    });
  }

  /** A credential in a state, as it is an hour after its request; `patch` says what is special. */
  async function credential(
    state: CredentialState,
    patch: Partial<CredentialRow> = {},
    rotatingSecretId = SECRET,
  ): Promise<CredentialRow> {
    return await secretIn(async (unit) => {
      await unit.lockSecret(rotatingSecretId);
      // Only one may be in flight, and the new row begins so: another one steps aside for that moment.
      const [inFlight] = await unit.credentialsIn(rotatingSecretId, ["SENDING", "MINTED"]);
      if (inFlight !== undefined)
        await unit.updateCredential(inFlight.id, inFlight.state, { state: "FAILED" });
      const { id } = await unit.insertCredential({
        rotatingSecretId,
        thirdPartyCredentialId: ROOT,
        serviceAccountName: `phase-rs-${rotatingSecretId}-${memory.rows.credentials.size}`,
        projectId: PROJECT,
        reason: "schedule",
        projectResidency: "GLOBAL",
        fence: 0,
        sentAt: at(-HOUR),
        nextCheckAt: null,
      });
      const hasAccount = state !== "SENDING" && state !== "UNKNOWN" && state !== "FAILED";
      const made = {
        serviceAccountId: `sa_${id.slice(-4)}`,
        keyId: `key_${id.slice(-4)}`,
        mintedAt: at(-HOUR),
      };
      const envelope = await seal(KEYRING, mintedKeyPlace(id, ORGANISATION), `sk-${id.slice(-4)}`);
      await unit.updateCredential(id, "SENDING", {
        ...(hasAccount ? { ...made, envelope } : {}),
        ...(state === "ACTIVE" || state === "EXPIRING" ? { exposedAt: at(-HOUR) } : {}),
        ...patch,
        state,
      });
      if (inFlight !== undefined)
        await unit.updateCredential(inFlight.id, "FAILED", { state: inFlight.state });
      const row = await unit.credential(id);
      if (row === null) throw new Error("The row was not made.");
      return row;
    });
  }

  function secretNow(id = SECRET): SecretRow {
    const row = memory.rows.secrets.get(id);
    if (row === undefined) throw new Error("There is no such secret.");
    return row;
  }

  function rowNow({ id }: { id: string }): CredentialRow {
    const row = memory.rows.credentials.get(id);
    if (row === undefined) throw new Error("There is no such credential.");
    return row;
  }

  function rootNow(): RootRow {
    const row = memory.rows.roots.get(ROOT);
    if (row === undefined) throw new Error("There is no admin key.");
    return row;
  }

  return {
    ...told,
    told,
    engine,
    store,
    memory,
    answers,
    overrides,
    trouble,
    refusals,
    seal: seal_,
    now,
    at,
    pass,
    secret,
    credential,
    secretNow,
    rowNow,
    rootNow,
    rows: () => [...memory.rows.credentials.values()],
    eventTypes: () => told.events.map(({ type }) => type),
    unit: <Result>(work: (unit: Unit) => Promise<Result>) =>
      store.inUnit(async (unit) => {
        await unit.lockSecret(SECRET);
        return await work(unit);
      }),
    update: (patch: Partial<SecretRow>) =>
      secretIn(async (unit) => {
        await unit.lockSecret(SECRET);
        await unit.updateSecret(SECRET, patch);
      }),
    change: ({ id }: { id: string }, patch: Partial<CredentialRow>) =>
      secretIn(async (unit) => {
        await unit.lockSecret(SECRET);
        await unit.updateCredential(id, rowNow({ id }).state, patch);
      }),
    park: (seconds: number) => secretIn((unit) => unit.parkRoot(rootNow(), at(seconds))),
    /** What the engine did with the provider, without its arguments. */
    calls: () => told.asked.map(([name]) => name),
    /** A claim on a row, as the claiming unit returns it. */
    claim: (row: CredentialRow, patch: Partial<Claim> = {}): Claim => ({
      secretId: row.rotatingSecretId,
      fence: secretNow(row.rotatingSecretId).fence,
      credential: row,
      root: rootNow(),
      keyLifetimeSeconds: null,
      lateSeconds: null,
      urgency: "usual",
      takenAtMs: monotonicMs,
      complete: null,
      ...patch,
    }),
  };
}
