import { describe, expect, it } from "vitest";
import type { MintedCredential } from "@/lib/api/rotating-secrets";
import { aRotatingSecret } from "./rotating-secret.fixture";
import { credentialTimeline, plannedBars, position, scheduleTimeline, segments } from "./timeline";

const HOUR = 3_600_000;
const T0 = Date.parse("2026-03-01T00:00:00.000Z");
const at = (hours: number) => new Date(T0 + hours * HOUR).toISOString();

const secret = aRotatingSecret({
  rotationIntervalSeconds: 24 * 3600,
  revocationDelaySeconds: 6 * 3600,
  nextRotationAt: at(24),
});

function credential(id: string, fields: Partial<MintedCredential>): MintedCredential {
  return {
    id,
    status: "active",
    serviceAccountId: `svc_acct_${id}`,
    serviceAccountName: `phase-rs-${id}`,
    keyId: `key_${id}`,
    mintedAt: at(0),
    exposedAt: at(0),
    replacedAt: null,
    revokeAt: null,
    revokedAt: null,
    keyExpiresAt: null,
    lastUsedAt: null,
    failureCount: 0,
    lastFailure: null,
    ...fields,
  };
}

describe("the timeline of a schedule", () => {
  it("lets each key live one interval and the delay after it", () => {
    expect(plannedBars(3600, 600, T0, 2)).toMatchObject([
      { from: T0, replacedAt: T0 + HOUR, until: T0 + HOUR + 600_000 },
      { from: T0 + HOUR, replacedAt: T0 + 2 * HOUR, until: T0 + 2 * HOUR + 600_000 },
    ]);
  });

  it("begins now, at the left edge", () => {
    const timeline = scheduleTimeline(3600, 0, T0);
    expect(position(timeline, T0)).toBe(0);
    expect(position(timeline, timeline.end)).toBe(1);
  });
});

describe("the timeline of credentials", () => {
  const expiring = credential("a", {
    status: "expiring",
    exposedAt: at(-24),
    replacedAt: at(0),
    revokeAt: at(6),
  });
  const active = credential("b", {});

  it("draws oldest first and ends with the planned key", () => {
    const { bars } = credentialTimeline([active, expiring], secret, T0 + HOUR);
    expect(bars.map((bar) => bar.state)).toEqual(["expiring", "active", "planned"]);
    expect(bars[0]?.until).toBe(T0 + 6 * HOUR);
    expect(bars[1]?.replacedAt).toBe(T0 + 24 * HOUR);
  });

  it("plans nothing while paused", () => {
    const now = T0 + HOUR;
    const { bars } = credentialTimeline([active], { ...secret, state: "paused" }, now);
    expect(bars).toMatchObject([{ state: "active", replacedAt: now, until: now }]);
  });

  it("shows an outstanding revocation as alive until now", () => {
    const now = T0 + 8 * HOUR;
    const owed = { ...expiring, status: "revoke_failed" as const };
    expect(credentialTimeline([owed], secret, now).bars[0]).toMatchObject({ state: "owed", until: now });
  });

  it("leaves out what was never minted", () => {
    const failed = credential("c", { status: "mint_failed", mintedAt: null, exposedAt: null });
    const { bars } = credentialTimeline([failed], { ...secret, state: "paused" }, T0);
    expect(bars).toEqual([]);
  });
});

describe("segments", () => {
  it("cuts a bar at its replacement and at now", () => {
    const bar = { id: "a", label: "a", state: "active" as const, from: 0, replacedAt: 10, until: 20 };
    expect(segments(bar, 4)).toEqual([
      { from: 0, until: 4, part: "current", future: false },
      { from: 4, until: 10, part: "current", future: true },
      { from: 10, until: 20, part: "overlap", future: true },
    ]);
  });

  it("leaves out an empty overlap", () => {
    const bar = { id: "a", label: "a", state: "planned" as const, from: 0, replacedAt: 10, until: 10 };
    expect(segments(bar, 0)).toEqual([{ from: 0, until: 10, part: "current", future: true }]);
  });
});
