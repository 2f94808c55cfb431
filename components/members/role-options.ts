import type { Member } from "@/lib/api/members";
import { ROLES } from "@/lib/lists/roles";

type Role = Member["role"];

const LOOKS: Record<Role, { label: string; hint: string }> = {
  owner: { label: "Owner", hint: "Full access, including owners" },
  admin: { label: "Admin", hint: "Full access except owners" },
  developer: { label: "Developer", hint: "Reads and writes secrets, runs rotations" },
  viewer: { label: "Viewer", hint: "Sees names and statuses, but no values" },
};

export function roleLabel(role: Role): string {
  return LOOKS[role].label;
}

/** The roles that the member may assign. Only owners assign the role owner. */
export function roleOptions(own: Role | null | undefined) {
  return ROLES.filter((role) => role !== "owner" || own === "owner").map((role) => ({
    value: role,
    ...LOOKS[role],
  }));
}
