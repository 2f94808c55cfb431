import type * as z from "zod";
import type { SecretRow, updateSecretSchema } from "@/lib/api/secrets";
import { recordAudit } from "@/lib/audit-log/record-audit";
import { changesBetween, hiddenChange } from "@/lib/audit-log/changes";
import type { Ctx } from "@/lib/access/context";
import { authoriseKeys } from "@/lib/access/permissions";
import { databaseNow } from "@/lib/db";
import { refuseDuplicate } from "@/lib/database/refuse-duplicate";
import { given } from "@/lib/formats/given";
import { invalid } from "@/lib/requests/read-input";
import { findSecret, holdSecret } from "./find-secret";
import { requireRoom } from "./require-room";
import { sealValue } from "./seal-value";
import { ROW_COLUMNS, showRow } from "./show-row";

export type UpdateSecret = z.output<typeof updateSecretSchema> & { id: string };

/**
 * Changes a row. A rotating secret's row accepts a key name and a comment, because rotation sets its value.
 * Throws `key_exists`.
 */
export async function updateSecret(ctx: Ctx, input: UpdateSecret): Promise<SecretRow> {
  const { id, key, comment, value } = input;
  const found = await findSecret(ctx.db, ctx, id, "secrets:write");
  authoriseKeys(ctx.actor, [key ?? found.key]);
  if (found.rotatingSecretId !== null && value !== undefined) {
    throw invalid([
      { path: "value", message: "The value comes from a rotating secret and can't be entered." },
    ]);
  }
  const envelope = value === undefined ? undefined : await sealValue(ctx, id, value);
  return await refuseDuplicate(
    { code: "key_exists", message: `${key ?? found.key} already exists in this environment.`, path: "key" },
    () =>
      ctx.db.$transaction(async (tx) => {
        const before = await holdSecret(tx, ctx, id, "secrets:write");
        const row = await tx.secret.update({
          where: { id },
          data: {
            ...given({ key, comment, envelope }),
            // The version belongs to the value, so a comment or another name doesn't change it.
            ...(value !== undefined && { version: { increment: 1 } }),
            updatedAt: await databaseNow(tx),
          },
          select: ROW_COLUMNS,
        });
        if (value !== undefined) await requireRoom(tx, before.environmentId);
        const changes = [
          ...changesBetween(
            { key: before.key, comment: before.comment },
            { key: row.key, comment: row.comment },
          ),
          ...(value === undefined ? [] : [hiddenChange("value")]),
        ];
        const detail = { environmentId: before.environmentId, changes };
        await recordAudit(tx, ctx, "secret.updated", { id, name: row.key }, detail);
        return showRow(row);
      }),
  );
}
