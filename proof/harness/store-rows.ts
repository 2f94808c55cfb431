/** Two rotating secrets and two admin keys in a real database, and the rows that a test of the store adds. */
import { v7 as uuidv7 } from "uuid";
import { aCredential } from "./builders";
import { startHarness } from "./harness";
import type { CredentialRow, Unit } from "@/lib/rotation/store/store";

export type StoreRows = Awaited<ReturnType<typeof startStoreRows>>;

/** One moment for the whole suite, in whole seconds. */
const NOW = Math.floor(Date.now() / 1000);
export const at = (seconds: number) => new Date((NOW + seconds) * 1000);
export const idsOf = (rows: { id: string }[]) => rows.map((row) => row.id);

export async function startStoreRows() {
  const harness = await startHarness();
  const { db, root, projectId } = harness;
  const [{ id }, { id: otherId }] = [await harness.create(), await harness.create()];
  const otherRootId = await harness.copyRoot();
  const rootRow = (row = root.id) => db.thirdPartyCredential.findUniqueOrThrow({ where: { id: row } });
  return {
    harness,
    id,
    otherId,
    rootId: root.id,
    otherRootId,
    rootRow,
    inUnit: <Result>(work: (unit: Unit) => Promise<Result>) => harness.ctx.store.inUnit(work),
    insert: async (row: Partial<CredentialRow> = {}): Promise<string> => {
      const data = aCredential(
        { rotatingSecretId: id, thirdPartyCredentialId: root.id },
        { id: uuidv7(), projectId, sentAt: at(0), ...row },
      );
      return (await db.mintedCredential.create({ data })).id;
    },
  };
}

/** A new credential's row, as a claim writes it. */
export function anIntent({ id, rootId, harness }: StoreRows, serviceAccountName: string) {
  return {
    rotatingSecretId: id,
    thirdPartyCredentialId: rootId,
    serviceAccountName,
    projectId: harness.projectId,
    reason: "schedule",
    fence: 3,
    sentAt: at(0),
    nextCheckAt: at(60),
  };
}
