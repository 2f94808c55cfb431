/** Rows for tests that put them in place themselves: the values that a test doesn't care about are here, once. */
import { v7 as uuidv7 } from "uuid";
import type { Prisma } from "@/lib/generated/prisma/client";
import type { CredentialRow, RootRow, SecretRow } from "@/lib/rotation/store/store";

type RootPatch = Partial<Omit<RootRow, "unclaimedAccounts">>;

/** An admin key that works, whose value no test opens. */
export function aRoot(organisationId: string, patch: RootPatch = {}) {
  const id = patch.id ?? uuidv7();
  return {
    id,
    organisationId,
    provider: "openai",
    name: `Admin key ${id}`,
    keyHint: "ours",
    envelope: "-",
    lastValidatedAt: new Date(),
    ...patch,
  } satisfies Prisma.ThirdPartyCredentialUncheckedCreateInput;
}

/** A static secret, or with `output` one that a rotating secret fills. */
export function aSecret(environmentId: string, patch: Omit<Prisma.SecretCreateManyInput, "environmentId">) {
  const envelope = patch.output === undefined ? "-" : null;
  return { environmentId, envelope, ...patch } satisfies Prisma.SecretUncheckedCreateInput;
}

type Place = Pick<SecretRow, "organisationId" | "environmentId" | "thirdPartyCredentialId">;

/** A rotating secret whose schedule runs and is due. */
export function aRotatingSecret(place: Place, patch: Partial<SecretRow> = {}) {
  const id = patch.id ?? uuidv7();
  return {
    id,
    provider: "openai",
    name: `OpenAI ${id}`,
    description: "",
    projectId: "proj_1",
    projectName: "Production",
    projectResidency: null,
    nameTemplate: "phase-rs-{id}",
    keyLifetimeSeconds: null,
    rotationIntervalSeconds: 600,
    revocationDelaySeconds: 60,
    nextRotationAt: new Date(0),
    createdByUserId: null,
    deletedAt: null,
    ...place,
    ...patch,
  } satisfies Prisma.RotatingSecretUncheckedCreateInput;
}

type Owner = Pick<CredentialRow, "rotatingSecretId" | "thirdPartyCredentialId">;

/** A credential whose revocation is outstanding. */
export function aCredential(owner: Owner, patch: Partial<CredentialRow> = {}) {
  const id = patch.id ?? uuidv7();
  return {
    id,
    state: "REVOKING",
    serviceAccountName: `phase-rs-${id}`,
    projectId: "proj_1",
    fence: 0,
    sentAt: new Date(0),
    ...owner,
    ...patch,
  } satisfies Prisma.MintedCredentialCreateManyInput;
}
