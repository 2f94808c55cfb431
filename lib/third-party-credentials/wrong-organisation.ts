import type { EngineCtx } from "@/lib/rotation/services";
import { DomainError } from "@/lib/errors";
import type { ThirdPartyCredential } from "@/lib/generated/prisma/client";
import { asDomainErrors } from "@/lib/rotation/commands/checks";
import { OWING_STATES } from "@/lib/rotation/core/lifecycle";

/**
 * A key of another organization could revoke nothing of what the old one minted. Refused where it sees none of the
 * projects in which accounts of ours are alive; where it sees some, the others may have been removed.
 */
export async function refuseOtherOrganisation(
  ctx: EngineCtx,
  before: ThirdPartyCredential,
  adminKey: string,
): Promise<void> {
  const live = await ctx.db.mintedCredential.findMany({
    where: { thirdPartyCredentialId: before.id, state: { in: [...OWING_STATES] } },
    select: { projectId: true },
    distinct: ["projectId"],
  });
  if (live.length === 0) return;
  const seen = await asDomainErrors(async () =>
    (await ctx.providers.open(before.provider)).listProjects(adminKey, { includeArchived: true }),
  );
  if (live.some(({ projectId }) => seen.some(({ id }) => id === projectId))) return;
  const message =
    "This admin key belongs to another OpenAI organization: it sees none of the projects in which service accounts are alive. " +
    "Add it as a credential of its own instead.";
  throw new DomainError("wrong_organisation", message, { issues: [{ path: "adminApiKey", message }] });
}
