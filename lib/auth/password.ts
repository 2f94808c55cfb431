/** Passwords: Argon2id in the strength that OWASP asks for, and what may not be one. */
import { hash, verify } from "@node-rs/argon2";
import { invalid } from "@/lib/read-input";

// Argon2id is the package's default algorithm.
const STRENGTH = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** What the lists of stolen passwords begin with, among those long enough for us. */
const COMMON = new Set([
  "password1234",
  "password12345",
  "password123456",
  "passwordpassword",
  "password!234",
  "password@1234",
  "administrator",
  "administrator1",
  "adminadminadmin",
  "changemechangeme",
  "changeme1234",
  "letmeinletmein",
  "welcome12345",
  "welcome123456",
  "iloveyou1234",
  "qwertyqwerty",
  "qwertyuiop12",
  "qwertyuiop123",
  "qwerty123456",
  "1q2w3e4r5t6y",
  "1qaz2wsx3edc",
  "qazwsxedcrfv",
  "zaq12wsxcde3",
  "abc123abc123",
  "abcd12345678",
  "a1b2c3d4e5f6",
  "monkeymonkey",
  "dragondragon",
  "sunshine1234",
  "football1234",
  "baseball1234",
  "trustno1trustno1",
  "correcthorsebatterystaple",
  "phasephasephase",
]);

const RUNS = ["abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "01234567890123456789"];

/** Throws `invalid_input` for a password that is among the first anyone would guess. */
export function refuseWeakPassword(password: string, email: string): void {
  const low = normalPassword(password).toLowerCase();
  const reversed = [...low].toReversed().join("");
  const isRun = RUNS.some((run) => run.includes(low) || run.includes(reversed));
  const isRepeated = new Set(low).size < 4;
  const isAddress = low === email.toLowerCase() || low === email.toLowerCase().split("@")[0];
  if (!COMMON.has(low) && !isRun && !isRepeated && !isAddress) return;
  throw invalid([{ path: "password", message: "This password is too easy to guess. Choose another one." }]);
}

/** One spelling of what may be typed in two: some systems send é as one character, others as e and an accent. */
export function normalPassword(password: string): string {
  return password.normalize("NFC");
}

export async function hashPassword(password: string): Promise<string> {
  return await hash(normalPassword(password), STRENGTH);
}

let decoy: Promise<string> | undefined;

/** Whether a password fits a hash. Without a hash (no such user) it takes the same time and says no. */
export async function passwordFits(passwordHash: string | null, password: string): Promise<boolean> {
  const known = passwordHash ?? (await (decoy ??= hashPassword("nobody has this password")));
  // Older hashes were made of what was sent, whatever its spelling.
  const spellings = new Set([normalPassword(password), password, password.normalize("NFD")]);
  for (const spelling of spellings) {
    if (await verify(known, spelling)) return passwordHash !== null;
  }
  return false;
}
