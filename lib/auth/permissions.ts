/** Who may do what: one table for people, one for service tokens. Commands call `authorise` as their second line. */
import type { Actor, Role } from "@/lib/context";
import type { Scope } from "@/lib/api/service-tokens";
import { DomainError, notFound } from "@/lib/errors";

export const ACTIONS = [
  "read",
  "secrets:read",
  "secrets:write",
  "rotation:manage",
  "credentials:manage",
  "apps:manage",
  "tokens:manage",
  "members:manage",
  "webhooks:manage",
  "audit:read",
] as const;
export type Action = (typeof ACTIONS)[number];

const ROLE_ACTIONS: Record<Role, readonly Action[]> = {
  owner: ACTIONS,
  admin: ACTIONS,
  developer: ["read", "secrets:read", "secrets:write", "rotation:manage"],
  viewer: ["read"],
};

const SCOPE_ACTIONS: Record<Scope, readonly Action[]> = {
  "secrets:read": ["read", "secrets:read"],
  "rotation:manage": ["read", "rotation:manage"],
  "credentials:manage": ["read", "credentials:manage"],
  admin: ACTIONS,
};

export function may(actor: Actor, action: Action): boolean {
  if (actor.kind === "user") return ROLE_ACTIONS[actor.role].includes(action);
  const isBounded = actor.answersTo !== null && !ROLE_ACTIONS[actor.answersTo.role].includes(action);
  return !isBounded && actor.scopes.some((scope) => SCOPE_ACTIONS[scope].includes(action));
}

/** Throws `forbidden` where the role or the token's scopes lack the action; `not_found` for an environment out of a token's reach. */
export function authorise(actor: Actor, action: Action, environmentId?: string | null): void {
  if (!may(actor, action)) {
    throw new DomainError("forbidden", `You may not do this: it needs the permission ${action}.`);
  }
  if (actor.kind !== "token" || actor.environmentIds.length === 0) return;
  if (environmentId === undefined || environmentId === null) {
    if (action !== "read") {
      throw new DomainError("forbidden", "This service token is limited to some environments.");
    }
    return;
  }
  if (!actor.environmentIds.includes(environmentId)) throw notFound("environment");
}
