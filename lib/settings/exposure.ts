/** Settings that let others read the traffic. Warnings rather than errors, because the network may be trusted. */
import { isLoopback } from "@/lib/formats/ip-address";
import { parseDatabaseUrl } from "./database-url";
import type { Env } from "./env";

export const PUBLIC_HTTP =
  "NEXTAUTH_URL is plain http, so passwords and values cross the network unencrypted. Put TLS in front and set NEXTAUTH_URL to the https URL.";
export const OPEN_DATABASE =
  "The database is on another machine and DATABASE_URL doesn't require TLS, so others on the network can read the traffic. Add sslmode=verify-full.";

export function exposureWarnings({
  nextAuthUrl,
  databaseUrl,
}: Pick<Env, "nextAuthUrl" | "databaseUrl">): string[] {
  const { host, tls } = parseDatabaseUrl(databaseUrl);
  // A path is a socket on this machine.
  const isFar = !host.startsWith("/") && !isLoopback(host);
  return [
    ...(nextAuthUrl.protocol === "http:" && !isLoopback(nextAuthUrl.hostname) ? [PUBLIC_HTTP] : []),
    ...(isFar && tls === null ? [OPEN_DATABASE] : []),
  ];
}
