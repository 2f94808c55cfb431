/** Owners are beyond administrators: only an owner makes, changes or removes one, and one always remains. */
import type { Actor, Role } from "./context";
import type { Tx } from "@/lib/db";
import { DomainError } from "@/lib/errors";

/** Throws `forbidden` where a role is an owner's and the actor is none. */
export function requireOwnerFor(actor: Actor, ...roles: (Role | undefined)[]): void {
  if (roles.includes("owner")) requireOwner(actor, "Only owners can add, change or remove owners.");
}

/** Throws `forbidden` where the actor is no owner. */
export function requireOwner(actor: Actor, message: string): void {
  if (actor.kind === "user" && actor.role === "owner") return;
  throw new DomainError("forbidden", message);
}

/** The same, but a service token that is bounded by no less than an owner may do it, too. */
export function requireOwnersPower(actor: Actor, message: string): void {
  if (actor.kind === "token" && (actor.answersTo === null || actor.answersTo.role === "owner")) return;
  requireOwner(actor, message);
}

/** Throws `forbidden` for a service token that ends: what it gives a person would outlive it. */
export function requireEndless(actor: Actor): void {
  if (actor.kind === "user" || actor.expiresAt === null) return;
  throw new DomainError(
    "forbidden",
    "A service token that ends can't give people access, which has no end. Sign in for this.",
  );
}

/** Throws `conflict` when no owner is left. Call it after the change, in its transaction. */
export async function requireAnOwner(tx: Tx, organisationId: string): Promise<void> {
  // Locks the organisation, so that two owners can't leave at the same moment.
  await tx.$queryRaw`SELECT id FROM organisation WHERE id = ${organisationId}::uuid FOR UPDATE`;
  const owners = await tx.member.count({ where: { organisationId, role: "owner" } });
  if (owners === 0)
    throw new DomainError(
      "conflict",
      "An organisation needs at least one owner. Make someone else an owner first.",
    );
}
