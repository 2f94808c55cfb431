// npm start: web and worker, with the bundled PostgreSQL unless DATABASE_URL is set.
import { setupCode } from "@/lib/auth/setup-code";
import { Keyring } from "@/lib/crypto/keyring";
import { createDb } from "@/lib/db";
import type { Env } from "@/lib/env";
import { ensureInstance } from "@/lib/instance";
import { ensureBuilt } from "./build";
import { openInstallation } from "./installation";
import { launch } from "./launch";
import { claimPort, webProgram, workerProgram } from "./programs";
import { supervise } from "./supervise";

await launch(async () => {
  const { env, isEmbedded, close } = await openInstallation();
  try {
    await claimPort(env);
    await ensureBuilt();
    const welcome = await welcomeLines(env);
    await supervise([webProgram(env), workerProgram(env)], () => {
      const database = isEmbedded ? `bundled PostgreSQL in ${env.dataDir}` : "the one of DATABASE_URL";
      console.log(
        [
          "",
          "Ready",
          `  Console   ${env.nextAuthUrl.origin}`,
          `  Database  ${database}`,
          ...welcome,
          "",
        ].join("\n"),
      );
    });
  } finally {
    await close();
  }
});

/** What the person at this terminal has to know: the code that makes the first visitor the owner, or what is wrong. */
async function welcomeLines(env: Env): Promise<string[]> {
  const db = createDb(env.databaseUrl, { max: 1 });
  try {
    const { sealedBecause } = await ensureInstance(db, new Keyring(env.encryptionKeys), env.instanceId);
    const code = await setupCode(db);
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
