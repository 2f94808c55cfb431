import type { Actor } from "@/lib/access/context";
import { DomainError } from "@/lib/errors";

/** The actor as a signed-in person. Throws `forbidden` for a service token. */
export function requirePerson(actor: Actor): Extract<Actor, { kind: "user" }> {
  if (actor.kind === "user") return actor;
  throw new DomainError("forbidden", "A service token has no user account. Sign in to do this.");
}
