import { environmentRolesSchema } from "@/lib/api/members";
import type { EnvironmentRole, Role } from "@/lib/access/context";

/** In the form of the audit log. */
export function environmentRolesText(roles: readonly EnvironmentRole[]): string {
  return roles.map(({ environmentId, role }) => `${environmentId}:${role}`).join(" ");
}

/**
 * In the form of a member's row. Owners and admins have access to the whole organisation. Throws if they
 * can't be read.
 */
export function environmentRolesOf(member: { role: Role; environmentRoles: unknown }): EnvironmentRole[] {
  const roles = environmentRolesSchema.parse(member.environmentRoles);
  return member.role === "owner" || member.role === "admin" ? [] : roles;
}
