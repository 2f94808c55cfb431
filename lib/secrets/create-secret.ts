import { v7 as uuidv7 } from "uuid";
import type * as z from "zod";
import type { createSecretSchema, SecretRow } from "@/lib/api/secrets";
import { findEnvironment } from "@/lib/apps/find-environment";
import { requireFewSecrets } from "@/lib/apps/require-few-secrets";
import { recordAudit } from "@/lib/audit-log/record-audit";
import type { Ctx } from "@/lib/access/context";
import { authoriseKeys } from "@/lib/access/permissions";
import { refuseDuplicate } from "@/lib/database/refuse-duplicate";
import { requireRoom } from "./require-room";
import { sealValue } from "./seal-value";
import { ROW_COLUMNS, showRow } from "./show-row";

export type CreateSecret = z.output<typeof createSecretSchema> & { environmentId: string };

/** A static secret. Throws `key_exists`. */
export async function createSecret(ctx: Ctx, input: CreateSecret): Promise<SecretRow> {
  const environment = await findEnvironment(ctx, input.environmentId, "secrets:write");
  authoriseKeys(ctx.actor, [input.key]);
  const id = uuidv7();
  const envelope = await sealValue(ctx, id, input.value);
  return await refuseDuplicate(
    { code: "key_exists", message: `${input.key} already exists in this environment.`, path: "key" },
    () =>
      ctx.db.$transaction(async (tx) => {
        const { key, comment } = input;
        const row = await tx.secret.create({
          data: { id, environmentId: environment.id, key, comment, envelope },
          select: ROW_COLUMNS,
        });
        await requireRoom(tx, environment.id);
        await requireFewSecrets(tx, environment.id, { path: "key" });
        const detail = { environmentId: environment.id };
        await recordAudit(tx, ctx, "secret.created", { id, name: key }, detail);
        return showRow(row);
      }),
  );
}
