import type { Project } from "@/lib/api/third-party-credentials";
import type { Ctx } from "@/lib/context";
import { assertUnsealed } from "@/lib/instance";
import { askProvider } from "@/lib/rotation/commands/checks";
import { shownResidency } from "@/lib/rotation/core/residency";
import { findThirdPartyCredential } from "./find";

/** Every active project that the admin key sees, live, sorted by name. */
export async function listProjects(ctx: Ctx, input: { id: string }): Promise<Project[]> {
  const row = await findThirdPartyCredential(ctx, input.id, "read");
  await assertUnsealed(ctx);
  const projects = await askProvider(ctx, row, (provider, adminKey) => provider.listProjects(adminKey));
  return projects.map(({ id, name, residency }) => ({ id, name, residency: shownResidency(residency) }));
}
