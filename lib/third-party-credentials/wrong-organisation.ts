import type { EngineCtx } from "@/lib/rotation/services";
import { DomainError } from "@/lib/errors";
import type { ThirdPartyCredential } from "@/lib/generated/prisma/client";
import { asDomainErrors } from "@/lib/rotation/commands/checks";
import { OWING_STATES } from "@/lib/rotation/core/lifecycle";

/**
 * A key of another organisation couldn't revoke anything that the previous key minted. It is refused if it
 * can see none of the projects with live Phase accounts. If it can see some, the others may have been
 * deleted.
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
    "The admin key belongs to another OpenAI organisation. It can see none of the projects that have live service accounts. " +
    "Add it as a new third-party credential instead.";
  throw new DomainError("wrong_organisation", message, { issues: [{ path: "adminApiKey", message }] });
}
