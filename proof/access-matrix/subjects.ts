/** The subject of a path, created for each request, so that none sees another's effects. */
import { aCredential, aRoot, aRotatingSecret, aSecret } from "../harness/builders";
import type { EngineCtx } from "@/lib/rotation/services";
import { insertApp } from "@/lib/apps/insert-app";
import { v7 as uuidv7 } from "uuid";
import { startCliLogin } from "@/lib/tokens/cli-login";
import { insertToken } from "@/lib/tokens/insert-token";
import { tokenHash } from "@/lib/tokens/token-text";
import type { TestOrganisation } from "../harness/organisation";
import type { Subject } from "./rows";

/** The parameters of the path, and the IDs that a body may name. */
export type Made = {
  id: string;
  credentialId?: string;
  deliveryId?: string;
  key?: string;
  credential?: string;
  code?: string;
};

type Place = {
  organisation: TestOrganisation;
  owner: EngineCtx;
  environmentId: string;
  userId: string | null;
  /** The prefix of the keys of secrets. */
  keyPrefix?: string;
};

export async function makeSubject(subject: Subject | undefined, place: Place): Promise<Made> {
  const { organisation, owner, environmentId } = place;
  const { db } = owner;
  const organisationId = organisation.id;
  const unique = uuidv7();
  const key = `${place.keyPrefix ?? "K_"}${unique.replaceAll("-", "")}`;
  const credential = async () =>
    await db.thirdPartyCredential.create({
      data: aRoot(organisationId, { environmentIds: [environmentId], projectIds: ["proj_open"] }),
    });
  switch (subject) {
    case undefined:
      return { id: unique };
    case "app":
      return { id: organisation.app.id };
    case "new app":
      return { id: (await insertApp(db, organisationId, unique)).id };
    case "new environment": {
      const app = await insertApp(db, organisationId, unique);
      return { id: app.environments[0]?.id ?? unique };
    }
    case "environment":
      return { id: environmentId, credential: (await credential()).id };
    case "credential":
      return { id: (await credential()).id };
    case "secret of a key": {
      await db.secret.create({ data: aSecret(environmentId, { key }) });
      return { id: environmentId, key };
    }
    case "secret": {
      const row = await db.secret.create({ data: aSecret(environmentId, { key }) });
      return { id: row.id };
    }
    case "rotating": {
      const root = await credential();
      const rotating = await db.rotatingSecret.create({
        data: aRotatingSecret(
          { organisationId, environmentId, thirdPartyCredentialId: root.id },
          { name: unique, projectId: "proj_open", nextRotationAt: new Date(Date.now() + 600_000) },
        ),
      });
      const minted = await db.mintedCredential.create({
        data: aCredential(
          { rotatingSecretId: rotating.id, thirdPartyCredentialId: root.id },
          {
            state: "EXPIRING",
            projectId: "proj_open",
            envelope: "-",
            sentAt: new Date(),
            revokeAt: new Date(Date.now() + 60_000),
          },
        ),
      });
      const output = { key, rotatingSecretId: rotating.id, output: "api_key" as const };
      await db.secret.create({ data: aSecret(environmentId, output) });
      return { id: rotating.id, credentialId: minted.id };
    }
    case "rotation": {
      const { id: rotatingSecretId } = await makeSubject("rotating", place);
      const event = await db.event.create({
        data: {
          rotatingSecretId,
          type: "rotating_secret.rotation_requested",
          actor: "user:matrix",
          detail: { mode: "graceful" },
        },
      });
      await db.rotatingSecret.update({ where: { id: rotatingSecretId }, data: { rotationId: event.id } });
      return { id: event.id };
    }
    case "member":
      return { id: (await organisation.person("viewer")).memberId };
    case "token": {
      const input = { name: unique, scopes: ["secrets:read" as const], expiresAt: null };
      return { id: (await insertToken(db, owner, input)).row.id };
    }
    case "session": {
      if (place.userId === null) return { id: unique };
      const expiresAt = new Date(Date.now() + 3_600_000);
      return {
        id: (await db.session.create({ data: { userId: place.userId, tokenHash: unique, expiresAt } })).id,
      };
    }
    case "login": {
      const started = { name: unique, tokenHash: tokenHash(unique), tokenHint: "phs_abcd…" };
      return await startCliLogin({ db, origin: owner.origin }, started);
    }
    case "webhook": {
      // Its limit is for all of them together.
      await db.webhookEndpoint.deleteMany({ where: { organisationId } });
      const webhook = await db.webhookEndpoint.create({
        data: { organisationId, name: unique, envelope: "-", types: [], createdBy: "user:matrix" },
      });
      const notification = await db.notification.create({
        data: { organisationId, type: "rotating_secret.rotated", actor: "system", payload: {} },
      });
      const delivery = await db.delivery.create({
        data: { notificationId: notification.id, endpointId: webhook.id },
      });
      return { id: webhook.id, deliveryId: delivery.id };
    }
  }
}
