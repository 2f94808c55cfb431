import type { Me } from "@/lib/api/me";
import { ACTIONS, may } from "@/lib/access/permissions";
import type { Actor, Ctx } from "@/lib/access/context";

/** The caller and their permissions. */
export async function readMe(ctx: Ctx): Promise<Me> {
  const { actor } = ctx;
  const organisation = await ctx.db.organisation.findUniqueOrThrow({
    where: { id: actor.organisationId },
    select: { id: true, name: true },
  });
  const actions = ACTIONS.filter((action) => may(actor, action));
  const environments = exceptionsOf(actor);
  if (actor.kind === "token") {
    const { tokenId: id, name, environmentIds, keys } = actor;
    const serviceToken = { id, name, environmentIds, keys };
    return { organisation, actions, environments, user: null, role: null, serviceToken };
  }
  const user = await ctx.db.user.findUniqueOrThrow({
    where: { id: actor.userId },
    select: { id: true, email: true, name: true },
  });
  return { organisation, actions, environments, user, role: actor.role, serviceToken: null };
}

/** Environments in which the person's role differs. */
export function exceptionsOf(actor: Actor): Me["environments"] {
  const person = actor.kind === "user" ? actor : actor.answersTo;
  return (person?.environmentRoles ?? []).map(({ environmentId: id }) => ({
    id,
    actions: ACTIONS.filter((action) => may(actor, action, id)),
  }));
}
