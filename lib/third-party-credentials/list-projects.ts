import type { EngineCtx } from "@/lib/rotation/services";
import type { Project } from "@/lib/api/third-party-credentials";
import { assertUnsealed } from "@/lib/instance/instance";
import { askProvider } from "@/lib/rotation/commands/checks";
import { shownResidency } from "@/lib/providers/residency";
import { isOpenProject } from "@/lib/access/admin-key-limits";
import { findThirdPartyCredential } from "./find";

type Input = { id: string; all?: boolean };

/**
 * Every active project that the credential may use, read live and sorted by name. With `all`, every project
 * that the admin key can see, for members who set its limits.
 */
export async function listProjects(ctx: EngineCtx, { id, all = false }: Input): Promise<Project[]> {
  const row = await findThirdPartyCredential(ctx, id, all ? "credentials:manage" : "read");
  await assertUnsealed(ctx);
  const projects = await askProvider(ctx, row, (provider, adminKey) => provider.listProjects(adminKey));
  return projects
    .filter((project) => all || isOpenProject(row, project.id))
    .map(({ id, name, residency }) => ({ id, name, residency: shownResidency(residency) }));
}
