import { describe, expect, it } from "vitest";
import {
  allowanceOf,
  backoffSeconds,
  confirmSeconds,
  dueAt,
  inventorySeconds,
  isOverlooked,
  leaseSeconds,
  listingLagSeconds,
  lostAfterSeconds,
  nextInSeries,
  plannedRotations,
  probeSeconds,
  quarantineSeconds,
  resumeSeconds,
  secondsAfter,
  spreadOf,
  successorDueAt,
  type Timing,
  unknownCheckAt,
  watchUntil,
} from "./schedule";

const t0 = new Date("2026-01-01T00:00:00Z");
const TIMING = { scale: 1, providerTimeoutSeconds: 30 };
const HOUR = 3_600;
const DAY = 86_400;

const secondsFrom = (from: Date, at: Date): number => (at.getTime() - from.getTime()) / 1000;

describe("backoffSeconds", () => {
  it.each([
    { attempt: 1, seconds: 5 },
    { attempt: 2, seconds: 10 },
    { attempt: 5, seconds: 80 },
    { attempt: 10, seconds: 2_560 },
    { attempt: 11, seconds: HOUR },
    { attempt: 1_000, seconds: HOUR },
    { attempt: 0, seconds: 5 },
  ])("after try $attempt, by even chance: $seconds s", ({ attempt, seconds }) => {
    expect(backoffSeconds(attempt, 0.5, TIMING)).toBe(seconds);
  });

  it("spreads attempts by half to both sides, and never beyond an hour", () => {
    expect(backoffSeconds(4, 0, TIMING)).toBe(20);
    expect(backoffSeconds(4, 0.999, TIMING)).toBeCloseTo(60, 0);
    expect(backoffSeconds(20, 0.999, TIMING)).toBe(HOUR);
  });

  it("never waits longer than the caller's cap", () => {
    expect(backoffSeconds(20, 0.5, TIMING, 60)).toBe(60);
  });

  it("is scaled", () => {
    expect(backoffSeconds(2, 0.5, { ...TIMING, scale: 0.1 })).toBe(1);
  });
});

describe("unknownCheckAt", () => {
  it.each([
    { checks: 0, late: 0, seconds: 45, why: "the first look" },
    { checks: 1, late: 45, seconds: 120, why: "the second" },
    { checks: 2, late: 120, seconds: 600, why: "the third" },
    { checks: 5, late: 6 * HOUR, seconds: DAY, why: "the last planned one" },
    { checks: 6, late: DAY, seconds: 2 * DAY, why: "daily after that" },
    { checks: 0, late: DAY, seconds: DAY, why: "an overdue first look is made at once" },
    { checks: 1, late: DAY, seconds: DAY + 45, why: "overdue looks keep a distance" },
    { checks: 1, late: 100, seconds: 145, why: "a look that is nearly due keeps the distance too" },
  ])("$why: $seconds s after the request", ({ checks, late, seconds }) => {
    expect(secondsFrom(t0, unknownCheckAt(t0, checks, secondsAfter(t0, late), TIMING))).toBe(seconds);
  });
});

describe("spans", () => {
  it("a lease outlives the longest call, a lost request is older than any answer", () => {
    expect(leaseSeconds(TIMING)).toBe(60);
    expect(lostAfterSeconds(TIMING)).toBe(45);
    expect(secondsFrom(t0, watchUntil(t0, TIMING))).toBe(DAY);
    expect(confirmSeconds(TIMING)).toBe(60);
  });

  // PHASE_RETRY_SCALE: how test installations shorten all waits alike.
  it.each([
    ["a refusal is confirmed", confirmSeconds, 60],
    ["a provider that is away is tried again", probeSeconds, 60],
    ["an account's listing lags", listingLagSeconds, 600],
    ["a saved key that can't be exposed is given up", resumeSeconds, 600],
    ["our rows are compared with the provider's", inventorySeconds, DAY],
    ["an account without a row is left alone", quarantineSeconds, DAY],
    ["one more call may follow a burst", (timing) => allowanceOf(timing).spacingSeconds, 0.2],
    ["a lost request is watched", (timing) => secondsFrom(t0, watchUntil(t0, timing)), DAY],
    ["it is looked for again", (timing) => secondsFrom(t0, unknownCheckAt(t0, 1, t0, timing)), 120],
    [
      "a look keeps its distance",
      (timing) => secondsFrom(t0, unknownCheckAt(new Date(0), 1, t0, timing)),
      45,
    ],
    ["it is looked for daily", (timing) => secondsFrom(t0, unknownCheckAt(t0, 9, t0, timing)), DAY],
  ] satisfies [string, (timing: Timing) => number, number][])(
    "%s after its time, scaled",
    (_, span, seconds) => {
      const brief = { scale: 0.5, providerTimeoutSeconds: 1 };
      expect(span({ ...brief, scale: 1 })).toBe(seconds);
      expect(span(brief)).toBe(seconds / 2);
    },
  );

  it("a saved key is not given up before a claim on it could have been taken over", () => {
    expect(resumeSeconds({ scale: 0.01, providerTimeoutSeconds: 30 })).toBe(120);
  });

  it("a row counts as overlooked ten minutes after its time, scaled", () => {
    const late = (seconds: number, scale: number) =>
      isOverlooked(t0, secondsAfter(t0, seconds), { ...TIMING, scale });
    expect([late(600, 1), late(601, 1), late(300, 0.5), late(301, 0.5)]).toEqual([false, true, false, true]);
    expect(isOverlooked(null, t0, TIMING)).toBe(false);
  });
});

const CADENCE = { rotationIntervalSeconds: HOUR, revocationDelaySeconds: 600 };

describe("plannedRotations", () => {
  it("names each mint and when what it replaces is revoked", () => {
    const planned = plannedRotations(t0, CADENCE, 3);
    expect(planned.map(({ mintAt }) => secondsFrom(t0, mintAt))).toEqual([0, HOUR, 2 * HOUR]);
    expect(planned.map(({ revokeAt }) => secondsFrom(t0, revokeAt))).toEqual([
      600,
      HOUR + 600,
      2 * HOUR + 600,
    ]);
  });

  it("continues with the schedule's times after a retry", () => {
    const planned = plannedRotations(secondsAfter(t0, 3.25 * HOUR), CADENCE, 3, t0);
    expect(planned.map(({ mintAt }) => secondsFrom(t0, mintAt) / HOUR)).toEqual([3.25, 4, 5]);
  });
});

describe("nextInSeries", () => {
  it.each([
    { name: "done early: the time that is planned", late: -HOUR / 2, next: 0 },
    { name: "done in time: an interval later", late: 0, next: HOUR },
    { name: "a little late: drops the lateness", late: 3.8, next: HOUR },
    { name: "at the next time: the one after", late: HOUR, next: 2 * HOUR },
    { name: "after an outage: the first that is ahead", late: 5.5 * HOUR, next: 6 * HOUR },
  ])("$name", ({ late, next }) => {
    expect(secondsFrom(t0, nextInSeries(t0, HOUR, secondsAfter(t0, late)))).toBe(next);
  });

  it("rotations hours apart stay so, whenever all of them are caught up", () => {
    const dues = [0, 1, 2, 3].map((hour) => secondsAfter(t0, hour * HOUR));
    const nexts = dues.map((due, index) =>
      nextInSeries(due, 6 * HOUR, secondsAfter(t0, 50 * HOUR + index / 5)),
    );
    expect(nexts.map((next) => secondsFrom(t0, next) / HOUR).sort()).toEqual([51, 54, 55, 56]);
  });
});

describe("spreadOf", () => {
  it("is the same for one row at all times, and spreads rows over the whole", () => {
    const ids = Array.from(
      { length: 1_000 },
      (_, nth) => `01890000-0000-7000-8000-${String(nth).padStart(12, "0")}`,
    );
    const places = ids.map(spreadOf);
    expect(ids.map(spreadOf)).toEqual(places);
    const tenths = Object.values(Object.groupBy(places, (place) => Math.floor(place * 10)));
    expect(tenths).toHaveLength(10);
    for (const tenth of tenths) expect(tenth?.length).toBeGreaterThan(50);
  });
});

describe("dueAt", () => {
  const [retryAt, rotateRequestedAt, nextRotationAt] = [1, 2, 3].map((hour) => secondsAfter(t0, hour * HOUR));
  it.each([
    { name: "a retry before all else", retry: true, request: true, hour: 1 },
    { name: "a request before the schedule", retry: false, request: true, hour: 2 },
    { name: "else the schedule", retry: false, request: false, hour: 3 },
  ])("$name", ({ retry, request, hour }) => {
    const due = dueAt({
      retryAt: retry ? (retryAt ?? null) : null,
      rotateRequestedAt: request ? (rotateRequestedAt ?? null) : null,
      nextRotationAt: nextRotationAt ?? t0,
    });
    expect(secondsFrom(t0, due)).toBe(hour * HOUR);
  });
});

describe("successorDueAt", () => {
  const cadence = { rotationIntervalSeconds: 30 * DAY, revocationDelaySeconds: 2 * DAY };
  it.each([
    { name: "a key without an end: after the interval", life: null, seconds: 30 * DAY },
    {
      name: "a key that outlives interval and overlap: after the interval",
      life: 90 * DAY,
      seconds: 30 * DAY,
    },
    {
      name: "a shorter one: in time for its overlap and an hour of tries",
      life: 10 * DAY,
      seconds: 8 * DAY - HOUR,
    },
    { name: "one that ends within its overlap: in the middle of its life", life: DAY, seconds: DAY / 2 },
    { name: "one that ends at once: a minute later, not over and over", life: 10, seconds: 60 },
    { name: "one that has ended: the same", life: -DAY, seconds: 60 },
  ])("$name", ({ life, seconds }) => {
    const due = successorDueAt(t0, cadence, life === null ? null : secondsAfter(t0, life));
    expect(secondsFrom(t0, due)).toBe(seconds);
  });
});
