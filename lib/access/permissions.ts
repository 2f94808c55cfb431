/**
 * Who may do what: one table for members, one for service tokens. lib/access/reach.ts decides where. Commands
 * call `authorise` as their second line.
 */
import type { Actor, PersonAccess, Role } from "./context";
import type { Scope } from "./scopes";
import { isLimited, roleIn, sees, seesKey } from "./reach";
import { DomainError, notFound } from "@/lib/errors";

export const ACTIONS = [
  "read",
  "secrets:read",
  "secrets:write",
  "rotation:manage",
  "credentials:manage",
  "apps:manage",
  "tokens:manage",
  "members:read",
  "members:manage",
  "webhooks:manage",
  "audit:read",
  "system:read",
] as const;
export type Action = (typeof ACTIONS)[number];

const ROLE_ACTIONS: Record<Role, readonly Action[]> = {
  owner: ACTIONS,
  admin: ACTIONS,
  developer: ["read", "secrets:read", "secrets:write", "rotation:manage", "members:read"],
  viewer: ["read", "members:read"],
};

const SCOPE_ACTIONS: Record<Scope, readonly Action[]> = {
  "secrets:read": ["read", "secrets:read"],
  "rotation:manage": ["read", "rotation:manage"],
  "credentials:manage": ["read", "credentials:manage"],
  admin: ACTIONS,
};

/** Actions that can be allowed per environment. All others apply to the organisation. */
const IN_ENVIRONMENTS: readonly Action[] = ["read", "secrets:read", "secrets:write", "rotation:manage"];

/** Whether the actor may perform the action in the given environment, or in general if none is given. */
export function may(actor: Actor, action: Action, environmentId?: string): boolean {
  if (!isGranted(actor, action, environmentId)) return false;
  if (environmentId !== undefined) return sees(actor, environmentId);
  return IN_ENVIRONMENTS.includes(action) || !isLimited(actor);
}

/**
 * Throws `forbidden` if the role or the token's scopes lack the action, and `not_found` for an environment
 * that the actor can't see. `null` stands for a deleted environment.
 */
export function authorise(actor: Actor, action: Action, environmentId?: string | null): void {
  if (environmentId != null && !sees(actor, environmentId)) throw notFound("environment");
  if (!isGranted(actor, action, environmentId ?? undefined)) {
    throw new DomainError("forbidden", `You don't have permission to do this. It requires ${action}.`);
  }
  if (environmentId != null || action === "read" || !isLimited(actor)) return;
  throw new DomainError(
    "forbidden",
    "Your access is limited to specific environments or keys and doesn't allow this.",
  );
}

/** Throws `forbidden` for a key outside of the actor's limits, whether it exists or not. */
export function authoriseKeys(actor: Actor, keys: readonly string[]): void {
  const outside = keys.find((key) => !seesKey(actor, key));
  if (outside === undefined) return;
  throw new DomainError("forbidden", `Your access is limited to specific keys and doesn't allow ${outside}.`);
}

function isGranted(actor: Actor, action: Action, environmentId: string | undefined): boolean {
  if (actor.kind === "user") return roleGrants(actor, action, environmentId);
  const isBounded = actor.answersTo !== null && !roleGrants(actor.answersTo, action, environmentId);
  return !isBounded && actor.scopes.some((scope) => SCOPE_ACTIONS[scope].includes(action));
}

function roleGrants(person: PersonAccess, action: Action, environmentId: string | undefined): boolean {
  const role = environmentId === undefined ? person.role : roleIn(person, environmentId);
  return role !== "none" && ROLE_ACTIONS[role].includes(action);
}
