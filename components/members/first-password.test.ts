import { expect, it } from "vitest";
import { newPasswordSchema } from "@/lib/api/setup";
import { firstPassword } from "./first-password";

it("is long enough to be taken, and another one each time", () => {
  const passwords = Array.from({ length: 50 }, firstPassword);
  expect(new Set(passwords).size).toBe(50);
  for (const password of passwords) {
    expect(newPasswordSchema.safeParse(password).success).toBe(true);
    expect(password).toMatch(/^([a-km-np-z2-9]{5}-){3}[a-km-np-z2-9]{5}$/);
  }
});
