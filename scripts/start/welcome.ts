import { renewSetupCode } from "@/lib/first-run/setup-code";
import { Keyring } from "@/lib/crypto/keyring";
import { createDb } from "@/lib/db";
import type { Env } from "@/lib/settings/env";
import { ensureInstance } from "@/lib/instance/instance";

/** What the person at this terminal has to know: the code that makes the first visitor the owner, or what is wrong. */
export async function welcomeLines(env: Env): Promise<string[]> {
  const db = createDb(env.databaseUrl, { max: 1 });
  try {
    const { sealedBecause } = await ensureInstance(db, new Keyring(env.encryptionKeys), env);
    const code = await renewSetupCode(db);
    return [
      ...(code === null
        ? []
        : [`  Setup code  ${code}   (open the console and create the owner account with it)`]),
      ...(sealedBecause === null ? [] : [`  Sealed: nothing is rotated. ${sealedBecause}`]),
    ];
  } finally {
    await db.$disconnect();
  }
}
