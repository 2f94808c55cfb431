/** The log line and the count of each rotation and revocation. */
import { beforeEach, expect, it } from "vitest";
import { ProviderError } from "@/lib/providers/provider-error";
import type { Claim } from "./claim";
import type { Settlement } from "./settlement";
import { HeldBack } from "./held-back";
import type { Outcome } from "./outcome";
import { reported, reportNotRevoked, reportRevoked } from "./report";

const settlement = {
  credential: { id: "credential", rotatingSecretId: "secret", serviceAccountName: "phase-rs-1" },
  root: { id: "root", name: "Acme" },
} as Settlement;
const IDS = {
  rotatingSecretId: "secret",
  credentialId: "credential",
  serviceAccountName: "phase-rs-1",
  adminKeyId: "root",
};
const refused = new ProviderError(
  "provider_rejected",
  "No.",
  { kind: "account", serviceAccountId: "sa" },
  { status: 403, requestId: "req" },
);
const WHY = { code: "provider_rejected", status: 403, requestId: "req", why: "No." };
const held = new HeldBack(true, 9);

let lines: unknown[];
let counts: unknown[];
let engine: Parameters<typeof reportRevoked>[0];
beforeEach(() => {
  lines = [];
  counts = [];
  const line = (level: string) => (told: object, message: string) => void lines.push([level, message, told]);
  const log = { debug: line("debug"), info: line("info"), warn: line("warn") };
  const metrics = {
    rotated: (...counted: unknown[]) => void counts.push(counted),
    revoked: (...counted: unknown[]) => void counts.push(counted),
  };
  engine = { log, metrics, clock: { monotonicMs: () => 3_234.5678 } } as unknown as typeof engine;
});

const end = (outcome: Outcome, { reason = "schedule", lateSeconds = 0.5 }: Partial<Ended> = {}) => {
  const claim = {
    ...settlement,
    takenAtMs: 1_000,
    lateSeconds,
    credential: { ...settlement.credential, reason },
  };
  return reported(engine, claim as Claim, () => Promise.resolve(outcome));
};
type Ended = { reason: string | null; lateSeconds: number | null };
const EXPOSED = { kind: "exposed", credentialId: "credential" } as const;

it("a rotation: how long it took, and how late its key is, in milliseconds", async () => {
  expect(await end(EXPOSED)).toBe(EXPOSED);
  expect(lines).toEqual([
    ["info", "Rotated", { ...IDS, reason: "schedule", seconds: 2.235, lateSeconds: 2.735 }],
  ]);
  const took = {
    seconds: expect.closeTo(2.2345678, 6) as number,
    lateSeconds: expect.closeTo(2.7345678, 6) as number,
  };
  expect(counts).toEqual([[{ outcome: "exposed" }, "schedule", took]]);
});

it("a rotation that nobody waited for, and a row without a reason", async () => {
  await end(EXPOSED, { reason: null, lateSeconds: null });
  expect(lines).toEqual([
    ["info", "Rotated", { ...IDS, reason: "", seconds: 2.235, lateSeconds: undefined }],
  ]);
  expect(counts).toEqual([
    [{ outcome: "exposed" }, "", { seconds: expect.any(Number) as number, lateSeconds: null }],
  ]);
});

it("a superseded rotation without lateness", async () => {
  await end({ kind: "superseded" });
  expect(lines).toEqual([["info", "Rotation superseded", { ...IDS, reason: "schedule", seconds: 2.235 }]]);
  expect(counts).toEqual([[{ outcome: "superseded" }, "schedule", expect.anything()]]);
});

it("a failed rotation with its reason, and what it left behind", async () => {
  await end({ kind: "failed", failure: refused });
  const line = { ...IDS, reason: "schedule", seconds: 2.235, outcome: "account", ...WHY };
  expect(lines).toEqual([["warn", "Rotation failed", line]]);
  const took = { seconds: expect.closeTo(2.2345678, 6) as number, lateSeconds: null };
  expect(counts).toEqual([[{ outcome: "failed", code: "provider_rejected" }, "schedule", took]]);
});

it("a postponed rotation quietly", async () => {
  await end({ kind: "failed", failure: held });
  expect(lines).toMatchObject([["debug", "Rotation failed: postponed", { code: "provider_rate_limited" }]]);
  expect(counts).toMatchObject([[{ outcome: "held_back" }, "schedule", {}]]);
});

it("nothing for a claim without work", async () => {
  const nothing = { kind: "nothing" } as const;
  expect(await end(nothing)).toBe(nothing);
  expect([lines, counts]).toEqual([[], []]);
});

it("revocations: late, immediate, refused and postponed", () => {
  reportRevoked(engine, settlement, 1.23456);
  reportRevoked(engine, settlement, null);
  reportNotRevoked(engine, settlement, refused);
  reportNotRevoked(engine, settlement, held);
  expect(lines).toEqual([
    ["info", "Revoked", { ...IDS, lateSeconds: 1.235 }],
    ["info", "Revoked", { ...IDS, lateSeconds: undefined }],
    ["warn", "Revocation failed", { ...IDS, ...WHY }],
    ["debug", "Revocation failed: postponed", expect.objectContaining(IDS)],
  ]);
  expect(counts).toEqual([
    [{ outcome: "revoked" }, 1.23456],
    [{ outcome: "revoked" }, null],
    [{ outcome: "failed", code: "provider_rejected" }, null],
    [{ outcome: "held_back" }, null],
  ]);
});
