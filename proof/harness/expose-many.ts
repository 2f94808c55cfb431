/** Thousands of exposed keys, put into the rows and into the simulator without a mint. */
import { aCredential, aRotatingSecret } from "./builders";
import { v7 as uuidv7 } from "uuid";
import { mintedKeyPlace } from "@/lib/crypto/places";
import { seal } from "@/lib/crypto/sealed";
import type { EngineServices } from "@/lib/rotation/services";
import type { startSimulator } from "@/simulator/server";

const ROWS_AT_ONCE = 500;
const DAY_MS = 86_400_000;

type Place = { organisationId: string; environmentId: string; rootId: string; projectId: string };

/** In one project, minted a day ago, due in a year. */
export async function exposeMany(
  { db, keyring }: Pick<EngineServices, "db" | "keyring">,
  { state }: Pick<Awaited<ReturnType<typeof startSimulator>>, "state">,
  { organisationId, environmentId, rootId, projectId }: Place,
  count: number,
): Promise<void> {
  const since = new Date(Date.now() - DAY_MS);
  for (let done = 0; done < count; done += ROWS_AT_ONCE) {
    const accounts = Array.from({ length: Math.min(ROWS_AT_ONCE, count - done) }, (_, nth) => {
      const account = state.createServiceAccount(projectId, { name: `watched-${done + nth}` });
      return { ...account, rotatingSecretId: uuidv7(), credentialId: uuidv7() };
    });
    await db.rotatingSecret.createMany({
      data: accounts.map(({ rotatingSecretId }) =>
        aRotatingSecret(
          { organisationId, environmentId, thirdPartyCredentialId: rootId },
          {
            id: rotatingSecretId,
            name: `Watched ${rotatingSecretId}`,
            projectId,
            rotationIntervalSeconds: 31_536_000,
            revocationDelaySeconds: 600,
            nextRotationAt: new Date(Date.now() + 365 * DAY_MS),
          },
        ),
      ),
    });
    const credentials = accounts.map(async ({ id, rotatingSecretId, credentialId, keys: [key] }) => {
      const apiKey = key?.value ?? "";
      return aCredential(
        { rotatingSecretId, thirdPartyCredentialId: rootId },
        {
          id: credentialId,
          state: "ACTIVE",
          serviceAccountName: `watched-${credentialId}`,
          serviceAccountId: id,
          keyId: key?.id ?? "",
          envelope: await seal(keyring, mintedKeyPlace(credentialId, organisationId), apiKey),
          projectId,
          projectResidency: "GLOBAL",
          fence: 1,
          sentAt: since,
          mintedAt: since,
          exposedAt: since,
        },
      );
    });
    await db.mintedCredential.createMany({ data: await Promise.all(credentials) });
  }
}
