import { describe, expect, it, vi } from "vitest";
import { acceptInvitationSchema } from "@/lib/api/invitations";
import { updateMeSchema } from "@/lib/api/me";
import { newPasswordSchema, setupSchema } from "@/lib/api/setup";
import type { Db } from "@/lib/db";
import { signIn } from "./sign-in";
import { LONG, refuseWeakPassword } from "./password-strength";

const ADA = { email: "ada.lovelace@example.com", name: "Ada Lovelace", organisation: "Analytical Engines" };

describe("a password that anyone would guess", () => {
  it.each([
    "password1234",
    "password12345",
    "passwordpassword",
    "password1234567",
    "administrator1234",
    "qwertyuiopasdfgh",
    "Summer2026",
    "Winter2026Winter2026",
    "phasephasephase",
    "123456789012345",
    "aaaaaaaaaaaaaaaa",
    "abcabcabcabcabc",
    "iloveyouiloveyou",
    "letmeinletmein12",
    "P@ssw0rdP@ssw0rd",
    "monkeymonkeymonkey",
    "1q2w3e4r5t6y",
    "qwerty12345qwerty",
    "hunter2hunter2hunter2",
    "trustno1trustno1",
    "changemechangeme",
  ])("%s is refused, with the field and the advice", async (password) => {
    await expect(refuseWeakPassword(password, ADA)).rejects.toMatchObject({
      code: "invalid_input",
      details: {
        issues: [{ path: "password", message: expect.stringMatching(/unrelated words/) as unknown }],
      },
    });
  });

  it.each([
    "ada.lovelace@example.com",
    "AdaLovelace1815",
    "lovelace-analytical",
    "Analytical Engines",
    "Analytical Engines gT7kq2",
    "Lovelace Engines 77 tiger",
  ])("%s is refused for the person it belongs to", async (password) => {
    await expect(refuseWeakPassword(password, ADA)).rejects.toThrow("easy to guess");
  });
});

it.each(["seven green bicycles", "correct-horse-battery", "gT7#kPq2!zL9", "x".repeat(3) + "qQ7!vN2@rW9&"])(
  "%s is accepted",
  async (password) => {
    await refuseWeakPassword(password, ADA);
  },
);

it(`says how long it should be where it is shorter than ${LONG} characters`, async () => {
  await expect(refuseWeakPassword("green2026", ADA)).rejects.toThrow("at least 15 characters");
});

it("judges any password in well under a second", async () => {
  await refuseWeakPassword("seven green bicycles", ADA);
  const hard = ["aB1!", "p@$$w0rd1l0v3y0u4@$3!", "4@8({[<369!|10$5+7%2/"];
  const used = process.cpuUsage();
  for (const part of hard) await refuseWeakPassword(part.repeat(32).slice(0, 128), ADA).catch(() => {});
  const { user } = process.cpuUsage(used);
  expect(user / hard.length / 1_000).toBeLessThan(1_000);
});

it("counts letters once, and is weak in any spelling", async () => {
  const zoe = { email: "zoë@example.com" };
  expect(newPasswordSchema.parse("Fünf grüne Fahrräder".normalize("NFD"))).toBe(
    "Fünf grüne Fahrräder".normalize("NFC"),
  );
  expect(newPasswordSchema.safeParse("é".repeat(128).normalize("NFD")).success).toBe(true);
  expect(newPasswordSchema.safeParse("é".repeat(5).normalize("NFD")).success).toBe(false);
  await expect(refuseWeakPassword("zoë@example.com".normalize("NFD"), zoe)).rejects.toThrow("easy to guess");
});

describe("sorts many accents, whose order costs the square of their number, for nobody:", () => {
  const accents = `e${"\u0301\u0323".repeat(15_500)}`;
  it.each<[string, () => unknown]>([
    ["a new password", () => newPasswordSchema.safeParse(accents).error?.issues[0]?.message],
    ["a current one", () => updateMeSchema.safeParse({ password: "x".repeat(20), currentPassword: accents })],
    ["a setup", () => setupSchema.safeParse({ code: "x", email: ADA.email, password: accents })],
    ["an invitation", () => acceptInvitationSchema.safeParse({ token: "x", password: accents })],
    [
      "a guess",
      () => signIn({} as Db, { ip: null, userAgent: null }, { email: ADA.email, password: accents }),
    ],
  ])("%s", async (_, ask) => {
    const ordered = vi.spyOn(String.prototype, "normalize");
    await ask();
    const longest = ordered.mock.contexts.map((text) => String(text).length);
    ordered.mockRestore();
    expect(Math.max(0, ...longest)).toBeLessThan(1_000);
  });
});
