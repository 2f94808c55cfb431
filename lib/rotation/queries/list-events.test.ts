/** The events of a rotating secret on a page. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventQuerySchema } from "@/lib/api/rotating-secrets";
import { EVENT_TYPES } from "@/lib/lists/events";
import { type Harness, startHarness } from "@/proof/harness/harness";
import { listEvents } from "./list-events";

const at = (minute: number) => `2026-03-01T12:0${minute}:00.000Z`;

let harness: Harness;
let id: string;
beforeAll(async () => {
  harness = await startHarness();
  id = (await harness.create()).id;
  const types = [
    "credential.minted",
    "rotating_secret.debt_forgotten",
    "credential.forgotten",
    "credential.minted",
  ];
  for (const [minute, type] of types.entries())
    await harness.db.event.create({ data: { rotatingSecretId: id, type, actor: "test", at: at(minute) } });
});
afterAll(() => harness.stop());

async function timesOf(query: object): Promise<string[]> {
  const { events } = await listEvents(harness.ctx, { id, ...eventQuerySchema.parse(query) });
  return events.filter(({ actor }) => actor === "test").map((event) => event.at);
}

describe("events are listed", () => {
  it.each([
    ["all", {}, [3, 2, 1, 0]],
    ["of one type", { type: "credential.minted" }, [3, 0]],
    ["of one type, whatever an earlier version called it", { type: "credential.forgotten" }, [2, 1]],
    ["from a time on", { since: at(2) }, [3, 2]],
    ["before a time", { until: at(2) }, [1, 0]],
    ["between two times, of one type", { since: at(1), until: at(3), type: "credential.minted" }, []],
  ])("%s", async (_, query, minutes) => {
    const until = "until" in query ? {} : { until: at(4) };
    expect(await timesOf({ ...until, ...query })).toEqual(minutes.map(at));
  });

  it("a page at a time, the filter the same", async () => {
    const query = eventQuerySchema.parse({ type: "credential.minted", until: at(4), limit: 1 });
    const { events, nextCursor } = await listEvents(harness.ctx, { id, ...query });
    expect(events.map((event) => event.at)).toEqual([at(3)]);
    // IDs grow with time. Rows that a test dates itself have the order of writing.
    expect(await timesOf({ ...query, cursor: nextCursor })).toEqual([at(0)]);
  });
});

it("a filter takes every type that there is, and no other", () => {
  for (const type of EVENT_TYPES) expect(eventQuerySchema.parse({ type }).type).toBe(type);
  expect(eventQuerySchema.safeParse({ type: "rotating_secret.exploded" }).success).toBe(false);
  expect(eventQuerySchema.safeParse({ since: "yesterday" }).success).toBe(false);
});
