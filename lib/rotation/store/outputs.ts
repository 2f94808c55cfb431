/** The rows of an environment that show a rotating secret's values. */
import { v7 as uuidv7 } from "uuid";
import type { Tx } from "@/lib/db";
import { notFound } from "@/lib/errors";
import type { RotatingSecret } from "@/lib/generated/prisma/client";
import { OUTPUT_NAMES, type OutputName } from "@/lib/lists/outputs";

/** Output → its environment variable. */
export type Outputs = Partial<Record<OutputName, string | undefined>>;

/** The requested outputs, with their keys. */
export function outputEntries(outputs: Outputs): [OutputName, string][] {
  return OUTPUT_NAMES.flatMap((output): [OutputName, string][] => {
    const key = outputs[output];
    return key === undefined ? [] : [[output, key]];
  });
}

export type OutputRows = {
  /** The outputs now show another credential's values. */
  touchOutputs(rotatingSecretId: string): Promise<void>;
  /** Throws Prisma's P2002 if the environment already has such a key. Callers check first. */
  insertOutputs(secret: RotatingSecret, outputs: Outputs): Promise<void>;
  /**
   * Keeps the rows of remaining outputs, because operators own their comments and versions. Returns the
   * previous outputs.
   */
  replaceOutputs(secret: RotatingSecret, outputs: Outputs): Promise<Outputs>;
  removeOutputs(rotatingSecretId: string): Promise<void>;
};

export function outputRows(tx: Tx, now: Date): OutputRows {
  async function insertOutputs(secret: RotatingSecret, outputs: Outputs): Promise<void> {
    if (secret.environmentId === null) throw notFound("environment");
    const { environmentId, id: rotatingSecretId } = secret;
    const data = outputEntries(outputs).map(([output, key]) => {
      return { id: uuidv7(), environmentId, rotatingSecretId, output, key };
    });
    await tx.secret.createMany({ data });
  }
  return {
    async touchOutputs(rotatingSecretId) {
      await tx.secret.updateMany({
        where: { rotatingSecretId },
        data: { version: { increment: 1 }, updatedAt: now },
      });
    },
    insertOutputs,
    async replaceOutputs(secret, outputs) {
      const wanted = outputEntries(outputs);
      const kept = await tx.secret.findMany({ where: { rotatingSecretId: secret.id } });
      const gone = kept.filter(({ output }) => !wanted.some(([name]) => name === output));
      await tx.secret.deleteMany({ where: { id: { in: gone.map(({ id }) => id) } } });
      const renamed = kept.filter((row) =>
        wanted.some(([output, key]) => row.output === output && row.key !== key),
      );
      // First moved out of the way, because two outputs may swap their keys.
      for (const { id } of renamed) await tx.secret.update({ where: { id }, data: { key: id } });
      for (const [output, key] of wanted) {
        const row = kept.find((candidate) => candidate.output === output);
        if (row === undefined) await insertOutputs(secret, { [output]: key });
        else if (row.key !== key) {
          const data = { key, version: { increment: 1 }, updatedAt: now };
          await tx.secret.update({ where: { id: row.id }, data });
        }
      }
      return Object.fromEntries(
        kept.flatMap(({ output, key }) => (output === null ? [] : [[output, key] as const])),
      );
    },
    async removeOutputs(rotatingSecretId) {
      await tx.secret.deleteMany({ where: { rotatingSecretId } });
    },
  };
}
