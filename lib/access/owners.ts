/** Owners outrank admins: only an owner adds, changes or removes an owner, and at least one always remains. */
import type { Actor, Role } from "./context";
import type { Tx } from "@/lib/db";
import { DomainError } from "@/lib/errors";

/** Throws `forbidden` if the role is owner and the actor isn't an owner. */
export function requireOwnerFor(actor: Actor, ...roles: (Role | undefined)[]): void {
  if (roles.includes("owner")) requireOwner(actor, "Only owners can add, change or remove owners.");
}

/** Throws `forbidden` if the actor isn't an owner. */
export function requireOwner(actor: Actor, message: string): void {
  if (actor.kind === "user" && actor.role === "owner") return;
  throw new DomainError("forbidden", message);
}

/** Also allows a service token that has at least an owner's permissions. */
export function requireOwnersPower(actor: Actor, message: string): void {
  if (actor.kind === "token" && (actor.answersTo === null || actor.answersTo.role === "owner")) return;
  requireOwner(actor, message);
}

/** Throws `forbidden` for a service token that expires, because the access it grants would outlive it. */
export function requireEndless(actor: Actor): void {
  if (actor.kind === "user" || actor.expiresAt === null) return;
  throw new DomainError(
    "forbidden",
    "A service token that expires can't grant access, which doesn't expire. Sign in to do this.",
  );
}

/** Throws `conflict` if no owner is left. Call it after the change, in the same transaction. */
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
