/** In which order work is given out, and when a row is given out again. No job wakes anyone here. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Db } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { EngineServices } from "@/lib/rotation/services";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { createThirdPartyCredential } from "@/lib/third-party-credentials/create-third-party-credential";
import { Dispatcher } from "./dispatcher";
import { Lanes, type Place } from "./lanes";

const HOUR = 3_600;

let harness: Harness;
let dispatcher: Dispatcher | null;
let lanes: Lanes;
let reported: unknown[];
beforeEach(async () => {
  harness = await startHarness();
  dispatcher = null;
  reported = [];
});
afterEach(async () => {
  await dispatcher?.stop();
  await lanes.idle();
  await harness.stop();
});

function start(
  services: EngineServices = harness.ctx,
  againSeconds = HOUR,
  given = new Lanes(services),
): void {
  lanes = given;
  dispatcher = new Dispatcher(services, lanes, againSeconds, (error) => reported.push(error));
}
const mints = () => harness.simulator.state.history.filter(({ effect }) => effect === "created");
const minted = (count: number) => harness.simulator.state.waitFor(() => mints().length === count, 10_000);

it("finds what becomes due without a wake-up, and stops when asked to", async () => {
  const { id } = await harness.create();
  start();
  await harness.elapse(id, HOUR);
  await minted(2);
  await dispatcher?.stop();
  await lanes.idle();
  await harness.elapse(id, HOUR);
  dispatcher?.wake([id]);
  expect(lanes.running(harness.root.id)).toBe(0);
  expect(mints()).toHaveLength(2);
  expect(reported).toEqual([]);
});

it("gives each admin key turns, however many of another's rows were due first", async () => {
  const { ctx, simulator, openAiOrganisation } = harness;
  const adminApiKey = simulator.state.createAdminKey(openAiOrganisation);
  const other = await createThirdPartyCredential(ctx, { provider: "openai", name: "Other", adminApiKey });
  for (let nth = 0; nth < 12; nth++) await harness.elapse((await harness.create()).id, 2 * HOUR);
  await harness.elapse((await harness.create({ thirdPartyCredentialId: other.id })).id, HOUR);
  await harness.db.thirdPartyCredential.updateMany({ data: { pacedUntil: null } });
  const begun: string[] = [];
  const services = { ...ctx };
  class Heard extends Lanes {
    override run(place: Place, work: (engine: EngineServices) => Promise<void>): Promise<void> {
      begun.push(place.rootId);
      return super.run(place, work);
    }
  }
  start(services, HOUR, new Heard(services));
  await minted(26);
  expect(begun.slice(0, 2).toSorted()).toEqual([harness.root.id, other.id].toSorted());
  // Each once, except what a slow database prevented.
  expect(begun).toHaveLength(13 + reported.length);
});

it("leaves a locked row alone, although it is still due and someone wakes it", async () => {
  const { id } = await harness.create();
  await harness.elapse(id, HOUR);
  const held = Promise.withResolvers<void>();
  let units = 0;
  let looks = 0;
  const store: typeof harness.ctx.store = {
    ...harness.ctx.store,
    async inUnit(run) {
      units += 1;
      await held.promise;
      return await harness.ctx.store.inUnit(run);
    },
  };
  const services = { ...harness.ctx, store };
  class Looking extends Lanes {
    override full(): Place[] {
      looks += 1;
      return super.full();
    }
  }
  start(services, HOUR, new Looking(services));
  for (let wake = 0; wake < 3; wake++) {
    const before = looks;
    await vi.waitFor(() => {
      dispatcher?.wake([id]);
      expect(looks).toBeGreaterThan(before);
    });
  }
  expect(units).toBe(1);
  held.resolve();
  await minted(2);
});

it("works again on a row that stays due, after a number of seconds", async () => {
  const { id } = await harness.create();
  await harness.elapse(id, HOUR);
  let tries = 0;
  const store: typeof harness.ctx.store = {
    ...harness.ctx.store,
    inUnit: () => Promise.reject(new Error(`Broken ${(tries += 1)}.`)),
  };
  const services = { ...harness.ctx, store };
  start(services, 0.1);
  await vi.waitFor(() => expect(tries).toBeGreaterThanOrEqual(3), 5_000);
  expect(reported.slice(0, 2).map(String)).toEqual(["Error: Broken 1.", "Error: Broken 2."]);
});

/** The database as the dispatcher sees it. `after` happens once, after the response to its first query. */
function interrupted(db: Db, after: () => Promise<void>): Db {
  let queries = 0;
  return new Proxy(db, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      if (name !== "$queryRaw") return (...input: unknown[]): unknown => Reflect.apply(member, target, input);
      return async (...input: unknown[]) => {
        const answer: unknown = await Reflect.apply(member, target, input);
        if ((queries += 1) === 1) await after();
        return answer;
      };
    },
  });
}

it("finds in the same query what becomes due during it", async () => {
  const { id } = await harness.create();
  const { id: early } = await harness.create();
  await harness.elapse(early, HOUR);
  const { ctx, db } = harness;
  let looks = 0;
  class Looking extends Lanes {
    override full(): Place[] {
      looks += 1;
      return super.full();
    }
  }
  const begunIn: number[] = [];
  const begun = Promise.withResolvers<void>();
  class Heard extends Looking {
    override run(place: Place, work: (engine: EngineServices) => Promise<void>): Promise<void> {
      begunIn.push(looks);
      if (begunIn.length === 2) begun.resolve();
      return super.run(place, work);
    }
  }
  const services = { ...ctx, db: interrupted(db, () => harness.elapse(id, HOUR)) };
  start(services, HOUR, new Heard(ctx));
  await begun.promise;
  expect(begunIn).toEqual([1, 1]);
});

it.each([
  { room: 0, wakes: 0, name: "does not look again when work ends that was in nobody's way" },
  { room: 1, wakes: 1, name: "looks again when work ends and there is room where some was left" },
])("$name", async ({ room, wakes }) => {
  const { id } = await harness.create();
  await harness.elapse(id, HOUR);
  const other: Place = { rootId: harness.environmentId, keyAddress: null };
  class OneFull extends Lanes {
    override full = () => [other];
    override room(place: Place): number {
      return place.rootId === other.rootId ? room : super.room(place);
    }
  }
  start(harness.ctx, HOUR, new OneFull(harness.ctx));
  const wake = vi.spyOn(dispatcher ?? expect.fail(), "wake");
  await minted(2);
  await lanes.idle();
  await vi.waitFor(async () =>
    expect(await harness.credentials(id)).toMatchObject([{ state: "EXPIRING" }, { state: "ACTIVE" }]),
  );
  expect(wake).toHaveBeenCalledTimes(wakes);
});

it("works again immediately on a row that someone locked for too long", async () => {
  const { id } = await harness.create();
  await harness.elapse(id, HOUR);
  const { ctx } = harness;
  const busy = new Prisma.PrismaClientKnownRequestError("Busy.", { code: "P2028", clientVersion: "" });
  let units = 0;
  const store: typeof ctx.store = {
    ...ctx.store,
    inUnit: (work) => ((units += 1) === 1 ? Promise.reject(busy) : ctx.store.inUnit(work)),
  };
  start({ ...ctx, store });
  await minted(2);
  expect(reported).toEqual([busy]);
});

it("continues after a failed look", async () => {
  const { id } = await harness.create();
  await harness.elapse(id, HOUR);
  const { ctx, db } = harness;
  let looks = 0;
  const flaky = new Proxy(db, {
    get(target, name) {
      if (name === "$queryRaw") {
        looks += 1;
        if (looks === 1) return () => Promise.reject(new Error("The database is away."));
      }
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return (...input: unknown[]): unknown => Reflect.apply(member, target, input);
    },
  });
  start({ ...ctx, db: flaky });
  await minted(2);
  expect(reported.map(String)).toEqual(["Error: The database is away."]);
});
