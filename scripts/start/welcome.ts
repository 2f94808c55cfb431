import { renewSetupCode } from "@/lib/first-run/setup-code";
import { Keyring } from "@/lib/crypto/keyring";
import { createDb } from "@/lib/db";
import type { Env } from "@/lib/settings/env";
import { ensureInstance } from "@/lib/instance/instance";

/** What the person at this terminal needs to know: the setup code for the first owner, or what is wrong. */
export async function welcomeLines(env: Env): Promise<string[]> {
  const db = createDb(env.databaseUrl, { max: 1 });
  try {
    const { sealedBecause } = await ensureInstance(db, new Keyring(env.encryptionKeys), env);
    const code = await renewSetupCode(db);
    return [
      ...(code === null
        ? []
        : [`  Setup code  ${code}   (open the console and enter it to create the owner account)`]),
      ...(sealedBecause === null ? [] : [`  Sealed: rotations are stopped. ${sealedBecause}`]),
    ];
  } finally {
    await db.$disconnect();
  }
}
