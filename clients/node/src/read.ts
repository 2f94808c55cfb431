/** Reads Phase's responses with care, because a proxy may have sent them. */
import { type Answer, ask, PhaseError, type Server } from "./http.js";
import type { Values } from "./types.js";

const NOT_PHASE = "The response is not from Phase.";
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type AppPage = {
  apps: { name: string; environments: { id: string; name: string }[] }[];
  nextCursor: string | null;
};

/** The ID of an environment named by `app/environment`, or of the only one. */
export async function findEnvironment(server: Server, environment: string): Promise<string> {
  if (UUID.test(environment)) return environment;
  const found: { id: string; path: string }[] = [];
  const asked = new Set<string>();
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? "" : `?cursor=${cursor}`;
    const { json } = await ask(server, `/apps${query}`);
    const { apps, nextCursor = null } = json as Partial<AppPage>;
    if (!Array.isArray(apps)) throw new PhaseError(NOT_PHASE, "away");
    for (const app of apps)
      found.push(...app.environments.map(({ id, name }) => ({ id, path: `${app.name}/${name}` })));
    // A server that repeats a cursor would be called endlessly.
    if (nextCursor !== null && asked.has(nextCursor)) throw new PhaseError(NOT_PHASE, "away");
    if (nextCursor !== null) asked.add(nextCursor);
    cursor = nextCursor;
  } while (cursor !== null);
  const named = environment === "" ? found : found.filter(({ path }) => path === environment);
  const [only] = named;
  if (only !== undefined && named.length === 1) return only.id;
  const choices = found.map(({ path }) => path).join(", ");
  throw new PhaseError(`No environment "${environment}". The token sees: ${choices || "none"}.`, "no");
}

export type Known = { values: Values; etag: string | null };

export function readSecrets({ json, headers }: Answer): Known {
  const { secrets } = json as { secrets?: { key: string; value: string }[] };
  if (!Array.isArray(secrets)) throw new PhaseError(NOT_PHASE, "away");
  const values = Object.fromEntries(secrets.map(({ key, value }) => [key, value]));
  return { values, etag: headers.etag ?? null };
}
