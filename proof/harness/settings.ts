import { parseEnv } from "@/lib/settings/env";
import type { EngineSettings } from "@/lib/rotation/services";
import { engineSlice } from "@/lib/settings/settings";

const BY_DEFAULT = parseEnv({
  DATABASE_URL: "postgresql://127.0.0.1/phase",
  PHASE_ENCRYPTION_KEYS: `k1:${Buffer.alloc(32).toString("base64")}`,
  NEXTAUTH_SECRET: "s".repeat(32),
  NEXTAUTH_URL: "http://localhost:3000",
  PHASE_MIN_ROTATION_INTERVAL_SECONDS: "1",
});

/** What the engine is set to: the documented defaults, with the shortest interval, and what a test changes. */
export function testSettings(patch: Partial<EngineSettings> = {}): EngineSettings {
  return { ...engineSlice(BY_DEFAULT), timing: { scale: 1, providerTimeoutSeconds: 1 }, ...patch };
}
