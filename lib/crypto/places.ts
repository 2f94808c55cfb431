/** The places of encrypted values. Each kind of envelope names its place in one way, defined in this file. */
import type { SealContext } from "./sealed";

export function mintedKeyPlace(credentialId: string, organisationId: string): SealContext {
  return { table: "minted_credential", column: "envelope", rowId: credentialId, organisationId };
}

export function adminKeyPlace(thirdPartyCredentialId: string, organisationId: string): SealContext {
  return {
    table: "third_party_credential",
    column: "envelope",
    rowId: thirdPartyCredentialId,
    organisationId,
  };
}

export function staticSecretPlace(secretId: string, organisationId: string): SealContext {
  return { table: "secret", column: "envelope", rowId: secretId, organisationId };
}

export function idempotentAnswerPlace(idempotencyKeyId: string, organisationId: string): SealContext {
  return { table: "idempotency_key", column: "envelope", rowId: idempotencyKeyId, organisationId };
}

export function webhookUrlPlace(endpointId: string, organisationId: string): SealContext {
  return { table: "webhook_endpoint", column: "envelope", rowId: endpointId, organisationId };
}

export function webhookSecretPlace(webhookSecretId: string, organisationId: string): SealContext {
  return { table: "webhook_secret", column: "envelope", rowId: webhookSecretId, organisationId };
}

/** The key of an organisation's audit chain. */
export function auditChainPlace(organisationId: string): SealContext {
  return { table: "audit_chain", column: "envelope", rowId: organisationId, organisationId };
}

export function canaryPlace(instanceId: string): SealContext {
  return { table: "instance", column: "canary", rowId: instanceId, organisationId: "-" };
}
