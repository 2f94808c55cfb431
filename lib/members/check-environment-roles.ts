import type { Ctx, EnvironmentRole, Role } from "@/lib/access/context";
import { invalid } from "@/lib/requests/read-input";

/**
 * Throws `invalid_input` for a role that already has the whole organisation, and for environments of another
 * organisation.
 */
export async function checkEnvironmentRoles(
  ctx: Pick<Ctx, "db" | "actor">,
  role: Role,
  environmentRoles: readonly EnvironmentRole[],
): Promise<void> {
  if (environmentRoles.length === 0) return;
  if (role === "owner" || role === "admin") {
    throw refused(
      "Owners and admins have access to every environment. Choose another role, or remove the environments.",
    );
  }
  const ids = environmentRoles.map(({ environmentId }) => environmentId);
  const known = await ctx.db.environment.count({
    where: { id: { in: ids }, app: { organisationId: ctx.actor.organisationId } },
  });
  if (known !== ids.length) throw refused("One of these environments does not exist.");
}

function refused(message: string) {
  return invalid([{ path: "environmentRoles", message }]);
}
