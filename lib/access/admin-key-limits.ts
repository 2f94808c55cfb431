/**
 * Where an admin key may be used: in the named environments and provider projects, or in all of them if none
 * are named.
 */
import type { Ctx } from "./context";
import type { Tx } from "@/lib/db";
import { DomainError } from "@/lib/errors";
import { invalid } from "@/lib/requests/read-input";

export type Limits = { environmentIds: string[]; projectIds: string[] };

export function isOpenEnvironment({ environmentIds }: Pick<Limits, "environmentIds">, id: string): boolean {
  return environmentIds.length === 0 || environmentIds.includes(id);
}

export function isOpenProject({ projectIds }: Pick<Limits, "projectIds">, id: string): boolean {
  return projectIds.length === 0 || projectIds.includes(id);
}

type Wanted = { environmentIds?: string[] | null | undefined; projectIds?: string[] | null | undefined };

/** The limits in their stored form. Throws `invalid_input` if an environment isn't the organisation's. */
export async function checkedLimits(
  ctx: Pick<Ctx, "db" | "actor">,
  { environmentIds, projectIds }: Wanted,
): Promise<Partial<Limits>> {
  const ids = [...new Set(environmentIds ?? [])];
  const known = await ctx.db.environment.count({
    where: { id: { in: ids }, app: { organisationId: ctx.actor.organisationId } },
  });
  if (known !== ids.length) {
    throw invalid([{ path: "environmentIds", message: "One of these environments does not exist." }]);
  }
  return {
    ...(environmentIds === undefined ? {} : { environmentIds: ids }),
    ...(projectIds === undefined ? {} : { projectIds: [...new Set(projectIds ?? [])] }),
  };
}

/** Throws `in_use` if a rotating secret is outside the limits. Call it with the row locked. */
export async function refuseUsesOutside(tx: Tx, id: string, limits: Limits): Promise<void> {
  const { environmentIds, projectIds } = limits;
  const outside = await tx.rotatingSecret.findMany({
    where: {
      thirdPartyCredentialId: id,
      deletedAt: null,
      OR: [
        ...(environmentIds.length === 0 ? [] : [{ environmentId: { notIn: environmentIds } }]),
        ...(projectIds.length === 0 ? [] : [{ projectId: { notIn: projectIds } }]),
      ],
    },
    select: { name: true },
    orderBy: { name: "asc" },
  });
  if (outside.length === 0) return;
  const names = outside.map(({ name }) => name).join(", ");
  throw new DomainError(
    "in_use",
    `Some rotating secrets use the credential outside these limits: ${names}. Give them another credential first, or widen the limits.`,
  );
}
