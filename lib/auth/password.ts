/** Password hashes: Argon2id with the parameters that OWASP recommends. */
import { hash, verify } from "@node-rs/argon2";
import { normalPassword } from "./password-spelling";

// Argon2id is the package's default algorithm.
const STRENGTH = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const START = `$argon2id$v=19$m=${STRENGTH.memoryCost},t=${STRENGTH.timeCost},p=${STRENGTH.parallelism}$`;

export async function hashPassword(password: string): Promise<string> {
  return await hash(normalPassword(password), STRENGTH);
}

let decoy: Promise<string> | undefined;

/** Whether a password matches a hash. Without a hash (unknown user), it takes the same time and returns false. */
export async function passwordFits(passwordHash: string | null, password: string): Promise<boolean> {
  const known = passwordHash ?? (await (decoy ??= hashPassword("nobody has this password")));
  // Older hashes were computed from the text as sent, whatever its spelling.
  const spellings = new Set([normalPassword(password), password, password.normalize("NFD")]);
  for (const spelling of spellings) {
    if (await verify(known, spelling)) return passwordHash !== null;
  }
  return false;
}

/** Whether a hash uses parameters that differ from those of new hashes. */
export function isOutdated(passwordHash: string): boolean {
  return !passwordHash.startsWith(START);
}
