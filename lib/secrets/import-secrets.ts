import { v7 as uuidv7 } from "uuid";
import type * as z from "zod";
import type { importedSecretsSchema, importSecretsSchema } from "@/lib/api/secrets";
import { findEnvironment } from "@/lib/apps/find-environment";
import { requireFewSecrets } from "@/lib/apps/require-few-secrets";
import { recordAudit } from "@/lib/audit-log/record-audit";
import type { Ctx } from "@/lib/access/context";
import { authoriseKeys } from "@/lib/access/permissions";
import { DomainError } from "@/lib/errors";
import { refuseDuplicate } from "@/lib/database/refuse-duplicate";
import { readDotenv } from "@/lib/formats/read-dotenv";
import { requireRoom } from "./require-room";
import { sealer } from "./seal-value";

export type ImportSecrets = z.output<typeof importSecretsSchema> & { environmentId: string };
type Imported = z.infer<typeof importedSecretsSchema>;

/** Imports the lines of a .env text as static secrets, all or none. Outputs of rotating secrets are never changed. */
export async function importSecrets(ctx: Ctx, input: ImportSecrets): Promise<Imported> {
  const environment = await findEnvironment(ctx, input.environmentId, "secrets:write");
  const entries = readEntries(input.text);
  const keysOf = (list: readonly { key: string }[]) => list.map(({ key }) => key);
  authoriseKeys(ctx.actor, keysOf(entries));
  const existing = await ctx.db.secret.findMany({
    where: { environmentId: environment.id, key: { in: keysOf(entries) } },
    select: { id: true, key: true, rotatingSecretId: true },
  });
  const known = new Map(existing.map((row) => [row.key, row]));
  const sealed = await sealer(ctx);
  const writes = await Promise.all(
    entries.map(async ({ key, value }) => {
      const row = known.get(key);
      if (row !== undefined && (row.rotatingSecretId !== null || input.onConflict === "skip")) return { key };
      const id = row?.id ?? uuidv7();
      return { key, id, isNew: row === undefined, envelope: await sealed(id, value) };
    }),
  );
  const created = writes.flatMap((write) => (write.isNew === true ? [write] : []));
  const updated = writes.flatMap((write) => (write.isNew === false ? [write] : []));
  const skipped = writes.filter((write) => write.isNew === undefined);
  return await refuseDuplicate(
    { code: "key_exists", message: "One of these keys was just created by another request. Import again." },
    () =>
      ctx.db.$transaction(
        async (tx) => {
          await tx.secret.createMany({
            data: created.map(({ id, key, envelope }) => ({
              id,
              key,
              envelope,
              environmentId: environment.id,
            })),
          });
          // In one statement, because a thousand would keep the database busy for seconds.
          const changed = await tx.$executeRaw`
            UPDATE secret SET envelope = given.envelope, version = secret.version + 1, updated_at = now()
              FROM unnest(${updated.map(({ id }) => id)}::uuid[], ${updated.map(({ envelope }) => envelope)}::text[])
                AS given (id, envelope)
             WHERE secret.id = given.id`;
          if (changed !== updated.length) {
            throw new DomainError(
              "conflict",
              "One of these keys was just deleted by another request. Import again.",
            );
          }
          await requireRoom(tx, environment.id);
          if (created.length > 0) await requireFewSecrets(tx, environment.id, { path: "text" });
          const subject = {
            id: environment.id,
            name: `${environment.appName} / ${environment.name}`,
          };
          const counts = { created: created.length, updated: updated.length, skipped: skipped.length };
          await recordAudit(tx, ctx, "secret.imported", subject, counts);
          return { created: keysOf(created), updated: keysOf(updated), skipped: keysOf(skipped) };
        },
        { timeout: 30_000 },
      ),
  );
}

/** The schema has refused unreadable lines. Of several lines for one key, the last counts. */
function readEntries(text: string): { key: string; value: string }[] {
  const values = new Map(readDotenv(text).entries.map(({ key, value }) => [key, value]));
  return [...values].map(([key, value]) => ({ key, value }));
}
