/** Everything around the engine in one place: a clock that only moves when a test moves it, rows, provider, processes. */
import { messageOf } from "@/lib/log";
import { testSettings } from "../harness/settings";
import pino from "pino";
import { adminKeyPlace } from "@/lib/crypto/places";
import { Keyring } from "@/lib/crypto/keyring";
import { seal } from "@/lib/crypto/sealed";
import { DomainError } from "@/lib/errors";
import { ProcessMetrics } from "@/lib/metrics/process-metrics";
import { sealable } from "@/lib/providers/registry";
import { mintIsDue } from "@/lib/rotation/core/reasons";
import { dueAt, leaseSeconds } from "@/lib/rotation/core/schedule";
import type { Look } from "@/lib/rotation/engine/key-look";
import type { Engine } from "@/lib/rotation/services";
import type { Store } from "@/lib/rotation/store/store";
import { ORGANISATION, ROOT, rootRow } from "../harness/given";
import { FakeProvider } from "./fake-provider";
import { Invariants } from "./invariants";
import { MemoryStore, type Rows } from "./memory-store";
import { DatabaseGone, Process, type Trouble, type Turn } from "./process";

export const PROJECTS = ["proj_a", "proj_b"] as const;
/** Admin keys: of our organisation, of another one, and one that no organisation knows. */
export const ADMIN_KEYS = ["ours", "others", "dead"] as const;
export type AdminKey = (typeof ADMIN_KEYS)[number];

export const TIMING = { scale: 1, providerTimeoutSeconds: 30 };
/** A process that was frozen for longer is taken for dead: its request could begin after the watch has ended. */
const LONGEST_FREEZE_MS = 20 * 3_600 * 1000;

export type Home = { organisationId: string; environmentId: string; rootId: string };
export type Due = { mints: string[]; settles: string[] };
/** Where the rows are: in memory, or in PostgreSQL. */
export type Backend = {
  home: Home;
  store: Store;
  newSecretId(): string;
  rows(): Promise<Rows>;
  due(): Promise<Due>;
  /** Looks at exposed keys that are due, or all of them, leased. */
  takeLooks(which: { all: boolean }): Promise<Look[]>;
  /** As an operator does it: the new key is valid, and no pause that the provider asked for holds. */
  replaceAdminKey(envelope: string): Promise<void>;
  inventory(engine: Engine): Promise<void>;
  /** Called when the clock has moved. */
  setTime(now: Date): Promise<void>;
};

const KEYRING = new Keyring([{ id: "k1", key: new Uint8Array(32).fill(7) }]);
const METRICS = new ProcessMetrics();
const LOG = pino({ level: "silent" });
const MEMORY_HOME: Home = {
  organisationId: ORGANISATION,
  environmentId: "00000000-0000-7000-8000-0000000000bb",
  rootId: ROOT,
};
const T0 = new Date("2026-01-01T00:00:00Z");

export async function sealAdminKeys(home: Home): Promise<Record<AdminKey, string>> {
  const sealed = (key: AdminKey) => seal(KEYRING, adminKeyPlace(home.rootId, home.organisationId), key);
  return { ours: await sealed("ours"), others: await sealed("others"), dead: await sealed("dead") };
}

const memoryEnvelopes = sealAdminKeys(MEMORY_HOME);

export class World {
  readonly provider: FakeProvider;
  readonly invariants: Invariants;
  readonly secretIds: string[] = [];
  frozen: Process[] = [];
  /** How often a process had its trouble. */
  strikes = 0;
  rows: Rows = { secrets: new Map(), credentials: new Map(), roots: new Map(), looks: new Map(), events: [] };
  verifyBeforeExpose = true;
  /** How far the database's clock runs ahead of everyone else's. */
  databaseAheadSeconds = 0;
  /** M2 puts a scheduler here. */
  turn: Turn | undefined;
  #nowMs = T0.getTime();
  #processes = 0;

  private constructor(
    private readonly makeBackend: (world: World) => Backend,
    readonly envelopes: Record<AdminKey, string>,
  ) {
    const nowMs = () => this.#nowMs;
    this.invariants = new Invariants(
      () => this.provider,
      nowMs,
      () => this.databaseNow.getTime(),
    );
    this.provider = new FakeProvider(nowMs, { ours: PROJECTS, others: ["proj_elsewhere"] }, (id, account) =>
      this.invariants.onDelete(this.rows, id, account),
    );
    for (const project of PROJECTS) this.provider.addForeign(project, "someone-elses");
    this.backend = this.makeBackend(this);
  }

  readonly backend: Backend;

  static async inMemory(): Promise<World> {
    const envelopes = await memoryEnvelopes;
    return new World((world) => memoryBackend(world, envelopes.ours), envelopes);
  }

  static async on(backend: Backend): Promise<World> {
    const world = new World(() => backend, await sealAdminKeys(backend.home));
    world.rows = await backend.rows();
    await backend.setTime(world.databaseNow);
    return world;
  }

  get now(): Date {
    return new Date(this.#nowMs);
  }

  get databaseNow(): Date {
    return new Date(this.#nowMs + this.databaseAheadSeconds * 1000);
  }

  async setDatabaseAhead(seconds: number): Promise<void> {
    this.databaseAheadSeconds = seconds;
    await this.backend.setTime(this.databaseNow);
  }

  async advance(seconds: number): Promise<void> {
    this.#nowMs += seconds * 1000;
    await this.backend.setTime(this.databaseNow);
    for (const process of this.frozen)
      if (this.#nowMs - (process.frozenAtMs ?? 0) > LONGEST_FREEZE_MS) process.kill();
    this.frozen = this.frozen.filter(({ state }) => state === "frozen");
  }

  /** To when a row falls due, where nothing is due yet. */
  async advanceToNextDue(): Promise<void> {
    const { mints, settles } = await this.backend.due();
    const next = this.nextDueAt();
    if (mints.length + settles.length > 0 || next === null) return;
    await this.advance((next.getTime() - this.databaseNow.getTime()) / 1000);
  }

  process(kind: "worker" | "operator", trouble: Trouble | null = null): Process {
    this.#processes += 1;
    return new Process(`${kind} ${this.#processes}`, () => this.#nowMs, trouble, this.turn);
  }

  /** The engine as this process has it: every unit is checked at its commit. */
  engine(process: Process): Engine {
    const { backend } = this;
    const checked: Store = {
      takeCall: (...input) => backend.store.takeCall(...input),
      inUnit: async (work, about) => {
        const result = await backend.store.inUnit(work, about);
        const before = this.rows;
        this.rows = await backend.rows();
        const operator = process.name.startsWith("operator");
        this.invariants.onCommit(before, this.rows, process.name, operator);
        return result;
      },
    };
    return {
      store: process.store(checked),
      keyring: KEYRING,
      providers: sealable({ openai: this.provider.seenBy(process) }, () => Promise.resolve(null)),
      settings: testSettings({
        timing: TIMING,
        verifyBeforeExpose: this.verifyBeforeExpose,
        keyWatchIntervalSeconds: 3_600,
      }),
      log: LOG,
      clock: {
        monotonicMs: () => this.#nowMs,
        sleep: async (milliseconds) => {
          await this.turn?.(`${process.name}: sleep`);
          await this.advance(milliseconds / 1000);
        },
      },
      chance: () => 0.5,
      metrics: METRICS,
      workerId: process.name,
    };
  }

  /** Runs it until it is done, killed or frozen. A database that fails and a refused command are part of life. */
  async run(process: Process, work: (engine: Engine) => Promise<unknown>): Promise<void> {
    await process.run(() => work(this.engine(process)));
    this.settled(process);
  }

  async thaw(index: number): Promise<void> {
    const [process] = this.frozen.splice(index, 1);
    if (process === undefined) return;
    await process.thaw();
    this.settled(process);
  }

  settled(process: Process): void {
    if (process.state === "frozen") this.frozen.push(process);
    if (process.struck) this.strikes += 1;
    process.struck = false;
    const { failure } = process;
    process.failure = null;
    if (failure === null || failure instanceof DomainError || failure instanceof DatabaseGone) return;
    this.invariants.violations.push(`bug: ${messageOf(failure)}`);
  }

  /** The soonest moment after now, by the database's clock, at which a row is due; null: nothing is planned. */
  nextDueAt(): Date | null {
    const planned = [...this.rows.secrets.values()].filter((secret) => mintIsDue(secret, dueAt(secret)));
    const times = [
      ...planned.flatMap((secret) => [dueAt(secret), secret.leaseUntil]),
      ...[...this.rows.credentials.values()].flatMap((row) => [row.nextCheckAt, row.leaseUntil]),
    ];
    const later = times.flatMap((time) => (time !== null && time > this.databaseNow ? [time.getTime()] : []));
    return later.length === 0 ? null : new Date(Math.min(...later));
  }

  async takeLooks(which: { all: boolean }): Promise<Look[]> {
    const looks = await this.backend.takeLooks(which);
    this.rows = await this.backend.rows();
    return looks;
  }

  /** The soonest moment after now at which exposed keys are looked at. */
  nextLookAt(): Date | null {
    const later = [...this.rows.looks.values()].filter((at) => at > this.databaseNow).map(Number);
    return later.length === 0 ? null : new Date(Math.min(...later));
  }

  check(): void {
    const { violations } = this.invariants;
    if (violations.length > 0) throw new Error(violations.join("\n"));
  }
}

function memoryBackend(world: World, envelope: string): Backend {
  const root = rootRow(envelope, T0);
  const refused = (refusal: Error) => world.invariants.violations.push(`I5: ${refusal.message}`);
  const store = new MemoryStore(() => world.databaseNow, refused, root);
  return {
    home: MEMORY_HOME,
    store,
    newSecretId: () => `00000000-0000-7000-8000-0000000001${String(world.secretIds.length).padStart(2, "0")}`,
    rows: () => Promise.resolve(store.rows),
    due: () => Promise.resolve(dueIn(store.rows, world.databaseNow)),
    takeLooks: (which) => Promise.resolve(store.takeLooks(leaseSeconds(TIMING), which)),
    replaceAdminKey: async (envelope) => store.replaceAdminKey(MEMORY_HOME.rootId, envelope),
    inventory: () => Promise.resolve(),
    setTime: () => Promise.resolve(),
  };
}

/** As `findDue` finds them. */
function dueIn(rows: Rows, now: Date): Due {
  const free = ({ leaseUntil }: { leaseUntil: Date | null }) => leaseUntil === null || leaseUntil <= now;
  const secrets = [...rows.secrets.values()].filter((secret) => mintIsDue(secret, now) && free(secret));
  const credentials = [...rows.credentials.values()].filter(
    (row) => row.nextCheckAt !== null && row.nextCheckAt <= now && free(row),
  );
  return { mints: secrets.map(({ id }) => id), settles: credentials.map(({ id }) => id) };
}
