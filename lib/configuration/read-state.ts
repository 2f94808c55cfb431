/** Reads what exists and the caller can see. A file is compared with it. */
import { isSeenRotatingSecret, isSeenSecret } from "@/lib/access/reach-in-sql";
import type { App } from "@/lib/api/apps";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import type { ServiceToken } from "@/lib/api/service-tokens";
import type { ThirdPartyCredential } from "@/lib/api/third-party-credentials";
import type { Webhook } from "@/lib/api/webhooks";
import type { Configuration } from "@/lib/api/configuration";
import { listApps } from "@/lib/apps/list-apps";
import { DomainError } from "@/lib/errors";
import { Prisma } from "@/lib/generated/prisma/client";
import { listWebhooks } from "@/lib/notifications/list-webhooks";
import { FIRST_PAGE, type NamedPageQuery } from "@/lib/requests/page";
import { listRotatingSecrets } from "@/lib/rotation/queries/list-rotating-secrets";
import type { EngineCtx } from "@/lib/rotation/services";
import { listThirdPartyCredentials } from "@/lib/third-party-credentials/list-third-party-credentials";
import { listTokens } from "@/lib/tokens/list-tokens";
import { everyEnvironment } from "./places";

export type State = {
  apps: readonly App[];
  /** The path of each environment by its ID, `app/environment`. */
  paths: ReadonlyMap<string, string>;
  credentials: readonly ThirdPartyCredential[];
  rotatingSecrets: readonly RotatingSecret[];
  /** Empty if the file has no such section. The same applies to `webhooks`. */
  serviceTokens: readonly ServiceToken[];
  webhooks: readonly Webhook[];
  /** The number of static secrets that the caller can see, by environment ID. An environment without any has no entry. */
  staticSecrets: ReadonlyMap<string, number>;
};

type Sections = Pick<Configuration, "serviceTokens" | "webhooks">;

/** Each takes about a tenth of a millisecond of the process and 10 KB, in every request with a file. */
const MOST_COMPARED = 5_000;

/**
 * Throws `forbidden` if the caller may not read one of the sections, and `conflict` if the caller sees more rotating secrets
 * than `mostRotatingSecrets`.
 */
export async function readState(
  ctx: EngineCtx,
  sections: Partial<Record<keyof Sections, unknown>>,
  mostRotatingSecrets = MOST_COMPARED,
): Promise<State> {
  await requireFewRotatingSecrets(ctx, mostRotatingSecrets);
  const apps = await everyPage(async (query) => {
    const { apps: items, nextCursor } = await listApps(ctx, query);
    return { items, nextCursor };
  });
  const credentials = await everyPage(async (query) => {
    const { thirdPartyCredentials: items, nextCursor = null } = await listThirdPartyCredentials(ctx, query);
    return { items, nextCursor };
  });
  const rotatingSecrets = await everyPage(async (query) => {
    const { rotatingSecrets: items, nextCursor } = await listRotatingSecrets(ctx, {
      ...query,
      environmentId: null,
    });
    return { items, nextCursor };
  });
  const serviceTokens =
    sections.serviceTokens === undefined
      ? []
      : await everyPage(async (query) => {
          const { serviceTokens: items, nextCursor } = await listTokens(ctx, query);
          return { items, nextCursor };
        });
  const webhooks =
    sections.webhooks === undefined
      ? []
      : await everyPage(async (query) => {
          const { webhooks: items, nextCursor } = await listWebhooks(ctx, query);
          return { items, nextCursor };
        });
  const staticSecrets = await countStaticSecrets(ctx, apps);
  const paths = new Map(everyEnvironment(apps).map(({ id, path }) => [id, path]));
  return { apps, paths, credentials, rotatingSecrets, serviceTokens, webhooks, staticSecrets };
}

async function requireFewRotatingSecrets({ db, actor }: EngineCtx, most: number): Promise<void> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (
      SELECT FROM rotating_secret
       WHERE organisation_id = ${actor.organisationId}::uuid AND deleted_at IS NULL
         AND ${isSeenRotatingSecret(actor, Prisma.sql`rotating_secret`)}
       LIMIT ${most + 1}) AS seen`;
  if ((row?.count ?? 0) <= most) return;
  throw tooMuch(`more than ${most} rotating secrets, which are too many for this request`);
}

export function tooMuch(what: string): DomainError {
  return new DomainError(
    "conflict",
    `You can see ${what}. Use a service token that is limited to some environments.`,
  );
}

type Page<Item> = { items: readonly Item[]; nextCursor: string | null };

async function everyPage<Item>(read: (query: NamedPageQuery) => Promise<Page<Item>>): Promise<Item[]> {
  const all: Item[] = [];
  for (let query = FIRST_PAGE; ;) {
    const { items, nextCursor } = await read(query);
    all.push(...items);
    if (nextCursor === null) return all;
    query = { ...FIRST_PAGE, cursor: nextCursor };
  }
}

async function countStaticSecrets(
  { db, actor }: EngineCtx,
  apps: readonly App[],
): Promise<Map<string, number>> {
  const ids = apps.flatMap(({ environments }) => environments.map(({ id }) => id));
  const counted = await db.$queryRaw<{ id: string; count: number }[]>`
    SELECT environment_id AS id, count(*)::int AS count FROM secret
     WHERE environment_id = ANY(${ids}::uuid[]) AND rotating_secret_id IS NULL AND ${isSeenSecret(actor)}
     GROUP BY environment_id`;
  return new Map(counted.map(({ id, count }) => [id, count]));
}
