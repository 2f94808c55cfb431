/** Everything that people do to rotating secrets and to third-party credentials, for suites that try each. */
import type { EngineCtx } from "@/lib/rotation/services";
import type { AuditAction } from "@/lib/lists/audit-actions";
import type { Action } from "@/lib/access/permissions";
import { createThirdPartyCredential } from "@/lib/third-party-credentials/create-third-party-credential";
import { deleteThirdPartyCredential } from "@/lib/third-party-credentials/delete-third-party-credential";
import { getThirdPartyCredential } from "@/lib/third-party-credentials/get-third-party-credential";
import { listProjects } from "@/lib/third-party-credentials/list-projects";
import { testThirdPartyCredential } from "@/lib/third-party-credentials/test-third-party-credential";
import { updateThirdPartyCredential } from "@/lib/third-party-credentials/update-third-party-credential";
import { createRotatingSecret, previewNewSchedule } from "@/lib/rotation/commands/create-rotating-secret";
import { deleteRotatingSecret } from "@/lib/rotation/commands/delete-rotating-secret";
import { extendCredential } from "@/lib/rotation/commands/extend-credential";
import { forgetCredential } from "@/lib/rotation/commands/forget-credential";
import { pauseRotatingSecret } from "@/lib/rotation/commands/pause-rotating-secret";
import { resumeRotatingSecret } from "@/lib/rotation/commands/resume-rotating-secret";
import { revokeCredential } from "@/lib/rotation/commands/revoke-credential";
import { rotateRotatingSecret } from "@/lib/rotation/commands/rotate-rotating-secret";
import { updateRotatingSecret } from "@/lib/rotation/commands/update-rotating-secret";
import type { Harness } from "./harness";
import { rotatingSecretInput } from "./test-services";

/** A paused rotating secret with a replaced credential and an owed one, and an admin key that nothing needs. */
export type Given = {
  id: string;
  expiring: string;
  owed: string;
  unusedRootId: string;
  /** A valid key of the same organisation that no row has yet. */
  adminApiKey: string;
  /** Of a rotating secret that could be created. */
  input: Parameters<typeof createRotatingSecret>[1];
};

export type Command = {
  name: string;
  action: Action;
  /** What it is called in the audit log; null: it changes nothing. */
  audit: AuditAction | null;
  /** Whether it tells its audit entry as an event of the rotating secret too. */
  hasEvent: boolean;
  run: (ctx: EngineCtx, given: Given) => Promise<unknown>;
};

const ofSecret = (name: string, audit: AuditAction | null, run: Command["run"]): Command => {
  return { name, action: "rotation:manage", audit, hasEvent: audit !== null, run };
};
const ofRoot = (name: string, action: Action, audit: AuditAction | null, run: Command["run"]): Command => {
  return { name, action, audit, hasEvent: false, run };
};

export const COMMANDS: Command[] = [
  ofSecret("create-rotating-secret", "rotating_secret.created", (ctx, { input }) =>
    createRotatingSecret(ctx, input),
  ),
  ofSecret("preview-new-schedule", null, (ctx, { input }) => previewNewSchedule(ctx, input, 1)),
  ofSecret("update-rotating-secret", "rotating_secret.updated", (ctx, { id }) =>
    updateRotatingSecret(ctx, { id, name: `Renamed ${id}`, outputs: { api_key: `RENAMED_${id.slice(-6)}` } }),
  ),
  ofSecret("rotate-rotating-secret", "rotating_secret.rotation_requested", (ctx, { id }) =>
    rotateRotatingSecret(ctx, { id, mode: "break_glass" }),
  ),
  // Takes back the request; the secret is paused already.
  ofSecret("pause-rotating-secret", "rotating_secret.paused", (ctx, { id }) =>
    pauseRotatingSecret(ctx, { id }),
  ),
  ofSecret("resume-rotating-secret", "rotating_secret.resumed", (ctx, { id }) =>
    resumeRotatingSecret(ctx, { id }),
  ),
  ofSecret("extend-credential", "credential.delay_extended", (ctx, { id, expiring }) =>
    extendCredential(ctx, { id, credentialId: expiring, seconds: 60 }),
  ),
  ofSecret("forget-credential", "credential.forgotten", (ctx, { id, owed }) =>
    forgetCredential(ctx, { id, credentialId: owed, reason: "It is gone." }),
  ),
  ofSecret("revoke-credential", "credential.revocation_requested", (ctx, { id, expiring }) =>
    revokeCredential(ctx, { id, credentialId: expiring }),
  ),
  ofSecret("delete-rotating-secret", "rotating_secret.deleted", (ctx, { id }) =>
    deleteRotatingSecret(ctx, { id }),
  ),
  ofRoot(
    "create-third-party-credential",
    "credentials:manage",
    "third_party_credential.created",
    (ctx, { adminApiKey, id }) =>
      createThirdPartyCredential(ctx, { provider: "openai", name: `New ${id}`, adminApiKey }),
  ),
  ofRoot("get-third-party-credential", "read", null, (ctx, { unusedRootId }) =>
    getThirdPartyCredential(ctx, { id: unusedRootId }),
  ),
  ofRoot("list-projects", "read", null, (ctx, { unusedRootId }) => listProjects(ctx, { id: unusedRootId })),
  ofRoot(
    "update-third-party-credential",
    "credentials:manage",
    "third_party_credential.updated",
    (ctx, { unusedRootId, adminApiKey }) =>
      updateThirdPartyCredential(ctx, { id: unusedRootId, name: `Other ${unusedRootId}`, adminApiKey }),
  ),
  ofRoot(
    "test-third-party-credential",
    "credentials:manage",
    "third_party_credential.tested",
    (ctx, { unusedRootId }) => testThirdPartyCredential(ctx, { id: unusedRootId }),
  ),
  ofRoot(
    "delete-third-party-credential",
    "credentials:manage",
    "third_party_credential.deleted",
    (ctx, { unusedRootId }) => deleteThirdPartyCredential(ctx, { id: unusedRootId }),
  ),
];

let made = 0;

export async function givenSecret(harness: Harness): Promise<Given> {
  const { ctx, db, simulator, openAiOrganisation, environmentId, root, projectId } = harness;
  made += 1;
  const newKey = () => simulator.state.createAdminKey(openAiOrganisation);
  const { id } = await harness.create();
  for (let rotation = 0; rotation < 2; rotation++) {
    await db.rotatingSecret.update({ where: { id }, data: { rotateRequestedAt: new Date(0) } });
    await harness.work();
  }
  const [first, second] = await harness.credentials(id);
  const owed = first?.id ?? "";
  await db.mintedCredential.update({
    where: { id: owed },
    data: { state: "REVOKING", nextCheckAt: new Date(Date.now() + 60_000) },
  });
  await db.rotatingSecret.update({
    where: { id },
    data: { pauseReason: "manual", pausedAt: new Date(), rotateRequestedAt: new Date() },
  });
  const name = `Unused ${made}`;
  const unused = await createThirdPartyCredential(ctx, { provider: "openai", name, adminApiKey: newKey() });
  return {
    id,
    expiring: second?.id ?? "",
    owed,
    unusedRootId: unused.id,
    adminApiKey: newKey(),
    input: rotatingSecretInput(1_000 + made, { environmentId, thirdPartyCredentialId: root.id, projectId }),
  };
}
