import { vi } from "vitest";

type Stubbed = { secret?: string; origin?: string; databaseUrl?: string };

/** The settings that every route needs, until the suite's environment is restored. */
export function stubSettings({
  secret = "a secret for this suite, long enough",
  origin = "https://phase.example.com",
  databaseUrl = "postgresql://localhost/unused",
}: Stubbed = {}): void {
  vi.stubEnv("NEXTAUTH_SECRET", secret);
  vi.stubEnv("NEXTAUTH_URL", origin);
  vi.stubEnv("DATABASE_URL", databaseUrl);
  vi.stubEnv("PHASE_ENCRYPTION_KEYS", `k1:${Buffer.alloc(32).toString("base64")}`);
}
