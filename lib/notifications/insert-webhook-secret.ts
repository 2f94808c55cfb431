import { v7 as uuidv7 } from "uuid";
import type { Ctx } from "@/lib/access/context";
import { webhookSecretPlace } from "@/lib/crypto/places";
import { seal } from "@/lib/crypto/sealed";
import type { Tx } from "@/lib/db";
import { newSigningSecret } from "./sign";

/** A new signing secret for an endpoint. Only the response ever contains it. */
export async function insertWebhookSecret(
  tx: Tx,
  { keyring }: Pick<Ctx, "keyring">,
  endpoint: { id: string; organisationId: string },
): Promise<string> {
  const id = uuidv7();
  const secret = newSigningSecret();
  const envelope = await seal(keyring, webhookSecretPlace(id, endpoint.organisationId), secret);
  await tx.webhookSecret.create({ data: { id, endpointId: endpoint.id, envelope } });
  return secret;
}
