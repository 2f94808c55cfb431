/** Rows in a real database for what is asked in SQL: an admin key, its rotating secrets, their credentials. */

import { aCredential, aRoot, aRotatingSecret } from "./builders";
import { insertApp } from "@/lib/apps/insert-app";
import { testDatabase } from "@/installation/testing/database";
import type { CredentialState } from "@/lib/rotation/core/model";
import { secondsAfter } from "@/lib/rotation/core/schedule";
import type { CredentialRow, SecretRow } from "@/lib/rotation/store/store";
import { DELAY, INTERVAL, PROJECT } from "./given";
import { truncate } from "./truncate";

export type RowsIn = Awaited<ReturnType<typeof rowsIn>>;

export async function rowsIn() {
  const database = await testDatabase();
  const { db } = database;
  const { id: organisationId } = await db.organisation.create({ data: { name: "Phase" } });
  const app = await db.$transaction((tx) => insertApp(tx, organisationId, "Backend"));
  const environmentId = app.environments[0]?.id ?? "";
  const addRoot = (patch: Parameters<typeof aRoot>[1] = {}) =>
    db.thirdPartyCredential.create({
      data: aRoot(organisationId, { name: "Acme", ...patch }),
    });
  const { id: rootId } = await addRoot();
  let nth = 0;

  return {
    ...database,
    rootId,
    addRoot,
    at: (seconds: number) => secondsAfter(new Date(), seconds),
    /** Takes the rows of the test before out of the way. */
    async clear(): Promise<void> {
      await truncate(db, "rotating_secret", "minted_credential", "key_watch");
      await db.thirdPartyCredential.deleteMany({ where: { id: { not: rootId } } });
      await db.thirdPartyCredential.updateMany({
        data: { pacedUntil: null, parkedUntil: null, deletedAt: null },
      });
    },
    /** A rotating secret that is due in a year. */
    async secret(patch: Partial<SecretRow> = {}): Promise<SecretRow> {
      nth += 1;
      return await db.rotatingSecret.create({
        data: aRotatingSecret(
          { organisationId, environmentId, thirdPartyCredentialId: rootId },
          {
            name: `OpenAI ${nth}`,
            projectId: PROJECT,
            rotationIntervalSeconds: INTERVAL,
            revocationDelaySeconds: DELAY,
            nextRotationAt: secondsAfter(new Date(), 31_536_000),
            ...patch,
          },
        ),
      });
    },
    async credential(
      rotatingSecretId: string,
      state: CredentialState,
      patch: Partial<CredentialRow> = {},
    ): Promise<CredentialRow> {
      nth += 1;
      return await db.mintedCredential.create({
        data: aCredential(
          { rotatingSecretId, thirdPartyCredentialId: rootId },
          {
            serviceAccountId: `sa_${nth}`,
            keyId: `key_${nth}`,
            projectId: PROJECT,
            sentAt: new Date(),
            state,
            ...patch,
          },
        ),
      });
    },
  };
}
