import type { EngineCtx } from "@/lib/rotation/services";
import { v7 as uuidv7 } from "uuid";
import type * as z from "zod";
import type {
  createThirdPartyCredentialSchema,
  ThirdPartyCredential,
} from "@/lib/api/third-party-credentials";
import { recordAudit } from "@/lib/audit-log/record-audit";
import { authorise } from "@/lib/access/permissions";
import { adminKeyPlace } from "@/lib/crypto/places";
import { storedLabels } from "@/lib/formats/labels";
import { seal } from "@/lib/crypto/sealed";
import { databaseNow } from "@/lib/db";
import { refuseTakenName } from "@/lib/database/refuse-duplicate";
import { assertUnsealed } from "@/lib/instance/instance";
import { checkedLimits } from "@/lib/access/admin-key-limits";
import { keyHintOf, showWithUses } from "./show";
import { validateAdminKey } from "./validate";

type Input = z.output<typeof createThirdPartyCredentialSchema>;

/** Validates the admin key at the provider first. Nothing is saved if that fails. Throws `name_exists`. */
export async function createThirdPartyCredential(
  ctx: EngineCtx,
  input: Input,
): Promise<ThirdPartyCredential> {
  authorise(ctx.actor, "credentials:manage");
  await assertUnsealed(ctx);
  const limits = await checkedLimits(ctx, input);
  await validateAdminKey(ctx, input.provider, input.adminApiKey);
  const { organisationId } = ctx.actor;
  const id = uuidv7();
  const envelope = await seal(ctx.keyring, adminKeyPlace(id, organisationId), input.adminApiKey);
  const row = await refuseTakenName("third-party credential", input.name, () =>
    ctx.db.$transaction(async (tx) => {
      const { provider, name } = input;
      const created = await tx.thirdPartyCredential.create({
        data: {
          id,
          organisationId,
          provider,
          name,
          keyHint: keyHintOf(input.adminApiKey),
          envelope,
          ...limits,
          labels: storedLabels(input.labels ?? {}),
          lastValidatedAt: await databaseNow(tx),
        },
      });
      await recordAudit(tx, ctx, "third_party_credential.created", {
        id,
        name,
      });
      return created;
    }),
  );
  return await showWithUses(ctx, row);
}
