import { describe, expect, it } from "vitest";
import { hasTurn, isFresh, nextLookAt, usedLately } from "./key-watch";

const NOW = new Date("2026-11-26T10:00:00Z");
const INTERVAL = 300;
const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const watches = Array.from({ length: 2_000 }, (_, index) => `root/proj_${index}`);

describe("the next look", () => {
  it("is in the next interval, at the check's own position in it, however late this one is", () => {
    for (const watch of watches.slice(0, 50)) {
      const next = nextLookAt(watch, NOW, INTERVAL);
      expect(next.getTime()).toBeGreaterThan(NOW.getTime());
      expect(next.getTime()).toBeLessThanOrEqual(after(INTERVAL).getTime());
      const late = nextLookAt(watch, new Date(next.getTime() + 1_000_000), INTERVAL);
      expect((late.getTime() - next.getTime()) % (INTERVAL * 1000)).toBeLessThan(2);
    }
  });

  it("of many checks is spread over the interval", () => {
    const perMinute = [0, 0, 0, 0, 0];
    for (const watch of watches) {
      const seconds = (nextLookAt(watch, NOW, INTERVAL).getTime() - NOW.getTime()) / 1000;
      const minute = Math.min(Math.floor(seconds / 60), 4);
      perMinute[minute] = (perMinute[minute] ?? 0) + 1;
    }
    for (const count of perMinute) expect(count).toBeGreaterThan(300);
  });
});

describe("a listed key", () => {
  const ids = Array.from({ length: 10_000 }, (_, index) => `credential-${index}`);
  const asked = (round: number, count: number) =>
    ids.slice(0, count).filter((id) => hasTurn(id, "root/proj", after(round * INTERVAL), INTERVAL, count));

  it("is checked directly each time if there are few", () => {
    expect(asked(0, 300)).toHaveLength(300);
    expect(asked(1, 300)).toHaveLength(300);
  });

  it("is checked in turn if there are many, a few hundred per interval, and none is left out", () => {
    const rounds = Array.from({ length: 34 }, (_, round) => asked(round, 10_000));
    for (const round of rounds) expect(round.length).toBeLessThan(400);
    expect(new Set(rounds.flat()).size).toBe(10_000);
  });

  it("works if it was used in the last half of an interval", () => {
    expect(usedLately(after(-100), NOW, INTERVAL)).toBe(true);
    expect(usedLately(after(-200), NOW, INTERVAL)).toBe(false);
    expect(usedLately(null, NOW, INTERVAL)).toBe(false);
  });
});

describe("a key so new that it may be called wrong", () => {
  const fresh = (seconds: number, scale: number) =>
    isFresh(after(-seconds), NOW, { scale, providerTimeoutSeconds: 1 });

  it("is fresh for two minutes, scaled", () => {
    expect([fresh(119, 1), fresh(120, 1), fresh(59, 0.5), fresh(60, 0.5)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it("is not one whose creation time is unknown", () => {
    expect(isFresh(null, NOW, { scale: 1, providerTimeoutSeconds: 1 })).toBe(false);
  });
});
