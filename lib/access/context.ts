/** The caller, and what a command may use. The HTTP handler or the worker builds it and passes it as an argument. */
import type { Logger } from "pino";
import type { Keyring } from "@/lib/crypto/keyring";
import type { Db } from "@/lib/db";
import type { LookAtSeal, ProviderRegistry } from "@/lib/providers/registry";
import type { Scope } from "./scopes";

export type Role = "owner" | "admin" | "developer" | "viewer";

/** What a person may do. */
export type PersonAccess = {
  role: Role;
  /** Environments in which the role differs. Owners and admins have none. */
  environmentRoles: readonly EnvironmentRole[];
};
export type EnvironmentRole = { environmentId: string; role: "developer" | "viewer" | "none" };

export type Actor =
  | ({
      kind: "user";
      organisationId: string;
      userId: string;
      email: string;
      sessionId: string;
    } & PersonAccess)
  | {
      kind: "token";
      organisationId: string;
      tokenId: string;
      name: string;
      scopes: Scope[];
      environmentIds: string[];
      /** Keys by name, or by prefix as `STRIPE_*`. Empty: every key. */
      keys: string[];
      expiresAt: Date | null;
      /** The person whose permissions bound this token. Null: nobody's do. */
      answersTo: PersonAccess | null;
    };

/** Where a request came from, for the audit log. */
export type Origin = { ip: string | null; userAgent: string | null };

/** The caller and the request's source. */
export type By = { actor: Actor; origin: Origin };

export type Ctx = By & {
  db: Db;
  keyring: Keyring;
  providers: ProviderRegistry;
  log: Logger;
  lookAtSeal: LookAtSeal;
  /** The request's If-Match: the state that the caller has seen of what it changes. */
  ifMatch?: string | null;
};

/** A caller without valid credentials: the email matches no account, or the token is unknown. */
export type Anonymous = { kind: "anonymous"; organisationId: string };

/** The worker, when nobody requested the action. */
export type System = { kind: "system"; organisationId: string };

export function actorId(actor: Actor): string;
export function actorId(actor: Actor | Anonymous | System): string | null;
export function actorId(actor: Actor | Anonymous | System): string | null {
  if (actor.kind === "anonymous" || actor.kind === "system") return null;
  return actor.kind === "user" ? actor.userId : actor.tokenId;
}

/** The actor as written in events and audit entries. */
export function actorLabel(actor: Actor | Anonymous | System): string {
  if (actor.kind === "anonymous") return "anonymous";
  if (actor.kind === "system") return "system:worker";
  return actor.kind === "user" ? `user:${actor.email}` : `token:${actor.name}`;
}
