import type * as z from "zod";
import type { App, Environment, updateAppSchema } from "@/lib/api/apps";
import { changesBetween } from "@/lib/audit-log/changes";
import { recordAudit } from "@/lib/audit-log/record-audit";
import { authorise } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/access/context";
import { refuseTakenName } from "@/lib/database/refuse-duplicate";
import type { Tx } from "@/lib/db";
import { DomainError } from "@/lib/errors";
import { requireMatch } from "@/lib/requests/etag";
import { appTag } from "@/lib/requests/tags";
import { labelFields, storedLabels } from "@/lib/formats/labels";
import { lockApp } from "./lock-app";

type Input = { id: string } & z.output<typeof updateAppSchema>;

/**
 * Changes an app's name or labels, or reorders its environments. Throws `not_found`, `name_exists`, `invalid_input`,
 * `precondition_failed`.
 */
export async function updateApp(ctx: Ctx, input: Input): Promise<App> {
  authorise(ctx.actor, "apps:manage");
  return await refuseTakenName("app", input.name ?? "", () =>
    ctx.db.$transaction(async (tx) => {
      const before = await lockApp(tx, ctx, input.id);
      requireMatch(ctx, appTag(before));
      const name = input.name ?? before.name;
      const environments = inOrder(before.environments, input.environmentIds);
      const labels = input.labels ?? before.labels;
      const after = { ...before, name, labels, environments };
      const changes = changesBetween(told(before), told(after));
      if (changes.length === 0) return before;
      await tx.app.update({ where: { id: before.id }, data: { name, labels: storedLabels(labels) } });
      await placeEnvironments(tx, environments);
      await recordAudit(tx, ctx, "app.updated", { id: before.id, name }, { changes });
      return after;
    }),
  );
}

const told = ({ name, labels, environments }: App) => ({
  name,
  ...labelFields(storedLabels(labels)),
  environments: environments.map((environment) => environment.name).join(", "),
});

function inOrder(environments: readonly Environment[], ids: readonly string[] | undefined): Environment[] {
  if (ids === undefined) return [...environments];
  const found = ids.flatMap((id) => environments.filter((environment) => environment.id === id));
  // An environment named twice would displace another.
  if (found.length === environments.length && new Set(ids).size === environments.length) return found;
  const message = "Name every environment of the app once.";
  throw new DomainError("invalid_input", message, { issues: [{ path: "environmentIds", message }] });
}

async function placeEnvironments(tx: Tx, environments: readonly Environment[]): Promise<void> {
  for (const [position, { id }] of environments.entries()) {
    await tx.environment.update({ where: { id }, data: { position } });
  }
}
