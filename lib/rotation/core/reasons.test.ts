import { describe, expect, it } from "vitest";
import { MINT_REASON_CODES, reasonWords } from "@/lib/lists/mint-reasons";
import { isNeed, mintReason, restartsSchedule, strongerReason } from "./reasons";
import { secondsAfter } from "./schedule";

const NOW = new Date("2026-01-01T00:00:00Z");
const HOUR = 3_600;
const later = secondsAfter(NOW, HOUR);
const DAY = 24 * HOUR;

const secret = {
  deletedAt: null,
  environmentId: "environment",
  pauseReason: null,
  retryAt: null,
  rotateRequestedAt: null,
  breakGlassRequestedAt: null,
  rotateReason: null,
  nextRotationAt: later,
  rotationIntervalSeconds: 30 * DAY,
  revocationDelaySeconds: DAY,
};
const exposed = { exposedAt: secondsAfter(NOW, -20 * DAY), keyExpiresAt: null };
const asked = (rotateReason: string) => ({ rotateRequestedAt: NOW, rotateReason });

type Case = {
  name: string;
  secret?: Partial<Parameters<typeof mintReason>[0]["secret"]>;
  exposed?: Parameters<typeof mintReason>[0]["exposed"];
  reason: string | null;
};

describe("why a mint may start", () => {
  const cases: Case[] = [
    { name: "its time has not come", reason: null },
    { name: "its time has come", secret: { nextRotationAt: NOW }, reason: "schedule" },
    { name: "somebody asked", secret: asked("operator"), reason: "operator" },
    {
      name: "somebody asked while it is paused",
      secret: { pauseReason: "manual", ...asked("operator") },
      reason: "operator",
    },
    { name: "it is paused", secret: { pauseReason: "manual", nextRotationAt: NOW }, reason: null },
    {
      name: "it is paused, and the exposed key needs it",
      secret: { pauseReason: "manual", nextRotationAt: NOW, rotateReason: "key_removed" },
      reason: null,
    },
    { name: "the schedule was resumed", secret: asked("resumed"), reason: "resumed" },
    { name: "the key was removed", secret: asked("key_removed"), reason: "key_removed" },
    { name: "an account was found", secret: asked("unknown_account"), reason: "unknown_account" },
    {
      name: "break-glass, whatever else was asked for",
      secret: { ...asked("key_removed"), breakGlassRequestedAt: NOW },
      reason: "break_glass",
    },
    { name: "there is no key yet", secret: { nextRotationAt: NOW }, exposed: null, reason: "first_key" },
    {
      name: "the key ends before its overlap would",
      secret: { nextRotationAt: NOW },
      exposed: { ...exposed, keyExpiresAt: secondsAfter(NOW, DAY + HOUR) },
      reason: "key_end",
    },
    {
      name: "the key ends, but later",
      secret: { nextRotationAt: NOW },
      exposed: { ...exposed, keyExpiresAt: secondsAfter(NOW, DAY + HOUR + 1) },
      reason: "schedule",
    },
    {
      name: "the key ends, and nothing tells since when it is exposed",
      secret: { nextRotationAt: NOW },
      exposed: { exposedAt: null, keyExpiresAt: NOW },
      reason: "schedule",
    },
    {
      name: "the try before failed, and the schedule was moved away",
      secret: { retryAt: NOW },
      reason: "retry",
    },
    { name: "a retry waits", secret: { retryAt: later, ...asked("operator") }, reason: null },
    { name: "it was deleted", secret: { deletedAt: NOW, nextRotationAt: NOW }, reason: null },
    { name: "its environment is gone", secret: { environmentId: null, nextRotationAt: NOW }, reason: null },
  ];
  it.each(cases)("$name: $reason", ({ secret: changed, exposed: key = exposed, reason }) => {
    expect(mintReason({ secret: { ...secret, ...changed }, exposed: key, now: NOW })).toBe(reason);
  });

  it("has a case for each reason, and words", () => {
    expect([...MINT_REASON_CODES].filter((code) => !cases.some(({ reason }) => reason === code))).toEqual([]);
    for (const code of MINT_REASON_CODES) expect(reasonWords(code)).toMatch(/^[a-z]/);
    expect(reasonWords("worker_stopped")).toBeNull();
  });
});

describe("what a further request makes of the reason", () => {
  it.each([
    { standing: null, wanted: "operator", reason: "operator" },
    { standing: "resumed", wanted: "operator", reason: "operator" },
    { standing: "key_removed", wanted: "operator", reason: "key_removed" },
    { standing: "unknown_account", wanted: "resumed", reason: "unknown_account" },
    { standing: "operator", wanted: "key_removed", reason: "key_removed" },
  ] as const)("$wanted after $standing: $reason", ({ standing, wanted, reason }) => {
    expect(strongerReason(standing, wanted)).toBe(reason);
  });

  it.each([
    [null, false],
    ["operator", false],
    ["resumed", false],
    ["key_removed", true],
    ["unknown_account", true],
  ])("%s is a need: %s", (reason, need) => {
    expect(isNeed(reason)).toBe(need);
  });

  it("only people who rotate by hand restart the schedule", () => {
    expect(MINT_REASON_CODES.filter(restartsSchedule)).toEqual(["first_key", "break_glass", "operator"]);
  });
});
