import { environmentRolesSchema } from "@/lib/api/members";
import type { EnvironmentRole, Role } from "@/lib/access/context";

/** As the audit log has them. */
export function environmentRolesText(roles: readonly EnvironmentRole[]): string {
  return roles.map(({ environmentId, role }) => `${environmentId}:${role}`).join(" ");
}

/** As a member's row has them. Owners and administrators have the whole organisation. Throws where they can't be read. */
export function environmentRolesOf(member: { role: Role; environmentRoles: unknown }): EnvironmentRole[] {
  const roles = environmentRolesSchema.parse(member.environmentRoles);
  return member.role === "owner" || member.role === "admin" ? [] : roles;
}
