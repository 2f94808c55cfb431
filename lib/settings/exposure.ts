/** What in the settings lets others read along. A warning, and no fault: the network may be one to be trusted. */
import { isLoopback } from "@/lib/formats/ip-address";
import { parseDatabaseUrl } from "./database-url";
import type { Env } from "./env";

export const PUBLIC_HTTP =
  "People open Phase over plain http (NEXTAUTH_URL), so passwords and values cross the network in the clear. Put TLS in front and set NEXTAUTH_URL to its https address.";
export const OPEN_DATABASE =
  "The database is on another machine and DATABASE_URL does not ask for TLS, so the network can read along. Add sslmode=verify-full.";

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
