import type { Member } from "@/lib/api/members";
import type { Role } from "@/lib/access/context";
import { environmentRolesOf } from "@/lib/auth/environment-roles";

export const MEMBER_COLUMNS = {
  id: true,
  role: true,
  environmentRoles: true,
  createdAt: true,
  user: {
    select: {
      id: true,
      email: true,
      name: true,
      passwordHash: true,
      invitation: { select: { expiresAt: true } },
      sessions: { select: { lastSeenAt: true }, orderBy: { lastSeenAt: "desc" }, take: 1 },
    },
  },
} as const;

type Row = {
  id: string;
  role: Role;
  environmentRoles: unknown;
  createdAt: Date;
  user: {
    id: string;
    email: string;
    name: string;
    passwordHash: string | null;
    invitation: { expiresAt: Date } | null;
    sessions: { lastSeenAt: Date }[];
  };
};

export function showMember({ id, role, environmentRoles, createdAt, user }: Row): Member {
  return {
    id,
    userId: user.id,
    email: user.email,
    name: user.name,
    role,
    environmentRoles: environmentRolesOf({ role, environmentRoles }),
    createdAt: createdAt.toISOString(),
    hasPassword: user.passwordHash !== null,
    invitationExpiresAt: user.invitation?.expiresAt.toISOString() ?? null,
    lastSeenAt: user.sessions[0]?.lastSeenAt.toISOString() ?? null,
  };
}
