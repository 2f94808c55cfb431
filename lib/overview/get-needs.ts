import type { Need, Needs, SecretRef } from "@/lib/api/overview";
import { may, authorise } from "@/lib/access/permissions";
import { isLimited } from "@/lib/access/reach";
import { isSeenRotatingSecret, seenCredentials } from "@/lib/access/reach-in-sql";
import { databaseNow } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { FAILURE_CODES } from "@/lib/lists/failure-codes";
import { endpointStates } from "@/lib/notifications/endpoint-state";
import { outstandingOfDeleted } from "@/lib/rotation/queries/outstanding-of-deleted";
import { countByHealth } from "@/lib/rotation/queries/health-in-sql";
import { rotationActivity } from "@/lib/rotation/queries/rotation-activity";
import { secretRefs } from "@/lib/rotation/queries/secret-refs";
import {
  overdueRevocations,
  pausedTooLong,
  previousKeysInUse,
  type Stopped,
  stoppedByFailure,
} from "@/lib/rotation/queries/waiting-for-people";
import type { EngineCtx } from "@/lib/rotation/services";

/** Keys and tokens that expire within this many days need a successor. */
const SOON_MS = 14 * 86_400_000;
const MOST = 20;

/** What needs a person, worst first, with totals. */
export async function getNeeds(ctx: EngineCtx): Promise<Needs> {
  authorise(ctx.actor, "read");
  const { actor, db } = ctx;
  const now = await databaseNow(db);
  const isOurs = Prisma.sql`secret.organisation_id = ${actor.organisationId}::uuid
    AND ${isSeenRotatingSecret(actor, Prisma.sql`secret`)}`;
  const [counts, revocations, engine, credentials, webhooks, tokens, sealedBecause, activity] =
    await Promise.all([
      countByHealth(db, isOurs),
      outstandingOfDeleted(ctx),
      engineNeeds(ctx),
      credentialNeeds(ctx, now),
      webhookNeeds(ctx),
      tokenNeeds(ctx, now),
      ctx.lookAtSeal(),
      rotationActivity(ctx, now),
    ]);
  // Phase alone takes care of accounts that may never have been created.
  const owed = revocations.filter(({ credential }) => credential.serviceAccountId !== null);
  const outstandingNeeds: Need[] =
    owed.length === 0
      ? []
      : [{ kind: "deleted_debts", count: owed.length, since: owed[0]?.credential.revokeAt ?? null }];
  const { healthy, degraded, failed } = counts;
  return {
    counts:
      sealedBecause === null
        ? counts
        : { ...counts, healthy: 0, degraded: 0, failed: healthy + degraded + failed },
    needs: [
      ...engine.stopped,
      ...credentials.refused.filter((need) => !engine.keys.has(need.thirdPartyCredentialId)),
      ...outstandingNeeds,
      ...engine.overdue,
      ...engine.used,
      ...credentials.unclaimed,
      ...webhooks,
      ...credentials.expiring,
      ...tokens,
      ...engine.paused,
    ],
    deletedDebts: revocations,
    activity,
  };
}

const iso = (at: Date | null) => at?.toISOString() ?? null;
const codeOf = (code: string) => FAILURE_CODES.find((known) => known === code) ?? "internal";

async function engineNeeds(ctx: EngineCtx) {
  const [{ byAdminKey, byProject }, overdue, used, paused] = await Promise.all([
    stoppedByFailure(ctx),
    overdueRevocations(ctx),
    previousKeysInUse(ctx),
    pausedTooLong(ctx),
  ]);
  const groups = [...byAdminKey, ...byProject, overdue, paused];
  const [refs, keys] = await Promise.all([
    secretRefs(ctx.db, [...groups.flatMap(({ ids }) => ids), ...used.map(({ id }) => id)]),
    ctx.db.thirdPartyCredential.findMany({
      where: { id: { in: byAdminKey.map(({ thirdPartyCredentialId }) => thirdPartyCredentialId) } },
      select: { id: true, name: true, status: true, lastValidatedAt: true },
    }),
  ]);
  // In the order of their names, like the map.
  const named = (ids: readonly string[]): SecretRef[] =>
    [...refs.values()].filter(({ id }) => ids.includes(id));
  const keyOf = ({ thirdPartyCredentialId }: Stopped) => keys.find(({ id }) => id === thirdPartyCredentialId);
  const stopped: Need[] = [
    ...byAdminKey.map((group): Need => {
      const key = keyOf(group);
      return {
        kind: "admin_key_refused",
        thirdPartyCredentialId: group.thirdPartyCredentialId,
        credentialName: key?.name ?? "",
        code: codeOf(group.code),
        since: group.since.toISOString(),
        // Whether a key has a scope can't be determined this way.
        accepted:
          group.code === "provider_auth_failed" &&
          key?.status === "valid" &&
          key.lastValidatedAt > group.failedAt,
        count: group.count,
        secrets: named(group.ids),
      };
    }),
    ...byProject.map((group): Need => ({
      kind: "schedule_stopped",
      code: codeOf(group.code),
      projectName: group.projectName,
      since: group.since.toISOString(),
      count: group.count,
      secrets: named(group.ids),
    })),
  ];
  return {
    stopped,
    keys: new Set(byAdminKey.map(({ thirdPartyCredentialId }) => thirdPartyCredentialId)),
    overdue: needOf<Need>(overdue.count, () => ({
      kind: "overdue_revocations",
      count: overdue.count,
      since: iso(overdue.since),
      secrets: named(overdue.ids),
    })),
    used: used.flatMap(({ id, lastUsedAt, revokeAt }): Need[] => {
      const secret = refs.get(id);
      if (secret === undefined) return [];
      return [
        { kind: "previous_key_used", secret, lastUsedAt: lastUsedAt.toISOString(), revokeAt: iso(revokeAt) },
      ];
    }),
    paused: needOf<Need>(paused.count, () => ({
      kind: "paused",
      count: paused.count,
      since: (paused.since ?? new Date(0)).toISOString(),
      secrets: named(paused.ids),
    })),
  };
}

function needOf<Item>(count: number, make: () => Item): Item[] {
  return count === 0 ? [] : [make()];
}

/** Admin keys that are refused but stop nothing yet or that expire soon, and unclaimed accounts. */
async function credentialNeeds({ db, actor }: EngineCtx, now: Date) {
  const where = {
    AND: await seenCredentials(db, actor),
    organisationId: actor.organisationId,
    deletedAt: null,
  };
  const select = { id: true, name: true } as const;
  const query = { orderBy: { name: "asc" }, take: MOST } as const;
  const soon = new Date(now.getTime() + SOON_MS);
  const [refused, expiring, unclaimed] = await Promise.all([
    db.thirdPartyCredential.findMany({ ...query, where: { ...where, status: "invalid" }, select }),
    db.thirdPartyCredential.findMany({
      ...query,
      where: { ...where, status: "valid", keyExpiresAt: { lt: soon } },
      select: { ...select, keyExpiresAt: true },
      orderBy: { keyExpiresAt: "asc" },
    }),
    isLimited(actor)
      ? []
      : db.$queryRaw<{ id: string; name: string; count: number }[]>`
          SELECT id, name, jsonb_array_length(unclaimed_accounts) AS count FROM third_party_credential
           WHERE organisation_id = ${actor.organisationId}::uuid AND deleted_at IS NULL
             AND jsonb_array_length(unclaimed_accounts) > 0
           ORDER BY name LIMIT ${MOST}`,
  ]);
  const named = ({ id, name }: { id: string; name: string }) => ({
    thirdPartyCredentialId: id,
    credentialName: name,
  });
  return {
    refused: refused.map((row) => ({
      kind: "admin_key_refused" as const,
      ...named(row),
      code: "provider_auth_failed" as const,
      since: null,
      accepted: false,
      count: 0,
      secrets: [],
    })),
    expiring: expiring.flatMap((row): Need[] =>
      row.keyExpiresAt === null
        ? []
        : [{ kind: "admin_key_expires", ...named(row), at: row.keyExpiresAt.toISOString() }],
    ),
    unclaimed: unclaimed.map((row): Need => ({
      kind: "unclaimed_accounts",
      ...named(row),
      count: row.count,
    })),
  };
}

/** Webhooks that are on and whose deliveries fail. */
async function webhookNeeds({ db, actor }: EngineCtx): Promise<Need[]> {
  if (!may(actor, "webhooks:manage")) return [];
  const endpoints = await db.webhookEndpoint.findMany({
    where: { organisationId: actor.organisationId, enabled: true },
    select: { id: true, name: true },
    orderBy: { id: "asc" },
  });
  const states = await endpointStates(
    db,
    endpoints.map(({ id }) => id),
  );
  return endpoints
    .flatMap(({ id, name }): Need[] => {
      const state = states.get(id);
      if (state?.failingSince == null) return [];
      return [
        {
          kind: "webhook_failing",
          webhookId: id,
          name,
          since: state.failingSince.toISOString(),
          count: state.failing,
        },
      ];
    })
    .slice(0, MOST);
}

async function tokenNeeds({ db, actor }: EngineCtx, now: Date): Promise<Need[]> {
  if (!may(actor, "tokens:manage")) return [];
  const rows = await db.serviceToken.findMany({
    where: {
      organisationId: actor.organisationId,
      revokedAt: null,
      expiresAt: { gt: now, lt: new Date(now.getTime() + SOON_MS) },
    },
    select: { id: true, name: true, expiresAt: true },
    orderBy: { expiresAt: "asc" },
    take: MOST,
  });
  return rows.flatMap(({ id, name, expiresAt }): Need[] =>
    expiresAt === null ? [] : [{ kind: "token_expires", tokenId: id, name, at: expiresAt.toISOString() }],
  );
}
