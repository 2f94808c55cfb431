/**
 * The environments and keys that an actor can see. Every query over several environments or keys uses this
 * file, or reach-in-sql.ts if a filter on IDs isn't enough. The console uses this file too, so it doesn't touch
 * the database.
 */
import type { Actor, EnvironmentRole, PersonAccess, Role } from "./context";

/** A person's role in one environment. */
export function roleIn(person: PersonAccess, environmentId: string): Role | EnvironmentRole["role"] {
  const own = person.environmentRoles.find((entry) => entry.environmentId === environmentId);
  return own?.role ?? person.role;
}

/** `only` null: all environments of the organisation, except `except`. */
type Reach = { only: string[] | null; except: string[] };

export function reachOf(actor: Actor): Reach {
  const person = actor.kind === "user" ? actor : actor.answersTo;
  const hidden = (person?.environmentRoles ?? []).filter(({ role }) => role === "none");
  const only = actor.kind === "token" && actor.environmentIds.length > 0 ? actor.environmentIds : null;
  return { only, except: hidden.map(({ environmentId }) => environmentId) };
}

/** Whether some environments or keys may be hidden from the actor. */
export function isLimited(actor: Actor): boolean {
  const { only, except } = reachOf(actor);
  return only !== null || except.length > 0 || keysOf(actor).length > 0;
}

/** Names of keys, and prefixes of names that end with `*`. Empty: every key. */
export function keysOf(actor: Actor): readonly string[] {
  return actor.kind === "token" ? actor.keys : [];
}

/** Whether the actor may know that the key exists. reach-in-sql.ts has the same rule as a condition. */
export function seesKey(actor: Actor, key: string): boolean {
  const keys = keysOf(actor);
  return (
    keys.length === 0 ||
    keys.some((name) => (name.endsWith("*") ? key.startsWith(name.slice(0, -1)) : key === name))
  );
}

/**
 * Whether the actor may see a rotating secret with these keys as outputs. If only some of the keys are within the limits, the
 * rotating secret stays hidden, because its events, its edits and each of its rotations concern all of them. A deleted one also
 * stays hidden, because it has no keys left to check.
 */
export function seesOutputs(actor: Actor, keys: readonly string[]): boolean {
  if (keysOf(actor).length === 0) return true;
  return keys.length > 0 && keys.every((key) => seesKey(actor, key));
}

export function sees(actor: Actor, environmentId: string): boolean {
  // The database would take another spelling for the same environment; no list here has it.
  if (environmentId !== environmentId.toLowerCase()) return false;
  const { only, except } = reachOf(actor);
  return (only === null || only.includes(environmentId)) && !except.includes(environmentId);
}

/** The same, as a filter on environment IDs. */
export function seenIds(actor: Actor): { in?: string[]; notIn: string[] } {
  const { only, except } = reachOf(actor);
  return { ...(only === null ? {} : { in: only }), notIn: except };
}
