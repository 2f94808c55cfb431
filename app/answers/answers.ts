// The response to each query of the console's pages: the same as the route of that query, parsed with its
// schema. Values of
// secrets have no query, so none is here.
import type { DataTag, QueryClient } from "@tanstack/react-query";
import { appListSchema } from "@/lib/api/apps";
import { auditPageSchema, auditQuerySchema } from "@/lib/api/audit";
import { idSchema } from "@/lib/api/common";
import { meSchema } from "@/lib/api/me";
import { memberListSchema } from "@/lib/api/members";
import {
  environmentCountsSchema,
  needsSchema,
  overviewRowsQuerySchema,
  overviewRowsSchema,
} from "@/lib/api/overview";
import { readerListSchema } from "@/lib/api/readers";
import {
  eventPageSchema,
  mintedCredentialListSchema,
  mintedCredentialsQuerySchema,
  rotatingSecretListSchema,
  rotatingSecretSchema,
} from "@/lib/api/rotating-secrets";
import { secretRowListSchema } from "@/lib/api/secrets";
import { serviceTokenListSchema } from "@/lib/api/service-tokens";
import { sessionListSchema } from "@/lib/api/sessions";
import { systemSchema } from "@/lib/api/system";
import { thirdPartyCredentialListSchema } from "@/lib/api/third-party-credentials";
import { webhookListSchema } from "@/lib/api/webhooks";
import { listApps } from "@/lib/apps/list-apps";
import { listAudit } from "@/lib/audit-log/list-audit";
import { appsQuery } from "@/lib/client/apps";
import { AUDIT_PAGE_SIZE, auditQuery } from "@/lib/client/audit";
import { meQuery } from "@/lib/client/me";
import {
  environmentCountsQuery,
  needsQuery,
  OVERVIEW_PAGE_SIZE,
  type OverviewChoice,
  overviewRowsQuery,
} from "@/lib/client/overview";
import { membersQuery } from "@/lib/client/members";
import { mintedCredentialsQuery, readersQuery } from "@/lib/client/minted-credentials";
import { FIRST_PAGE, LIST_PAGE_SIZE } from "@/lib/client/pages";
import {
  EVENTS_PAGE_SIZE,
  rotatingSecretQuery,
  rotatingSecretsQuery,
  rotationEventsQuery,
} from "@/lib/client/rotating-secrets";
import { secretRowsQuery } from "@/lib/client/secrets";
import { systemQuery } from "@/lib/client/system";
import { serviceTokensQuery } from "@/lib/client/service-tokens";
import { sessionsQuery } from "@/lib/client/sessions";
import { thirdPartyCredentialsQuery } from "@/lib/client/third-party-credentials";
import { webhooksQuery } from "@/lib/client/webhooks";
import { listMembers } from "@/lib/members/list-members";
import { readMe } from "@/lib/members/read-me";
import { listWebhooks } from "@/lib/notifications/list-webhooks";
import { getNeeds } from "@/lib/overview/get-needs";
import { countByEnvironment } from "@/lib/rotation/queries/count-by-environment";
import { getRotatingSecret } from "@/lib/rotation/queries/get-rotating-secret";
import { listCredentials } from "@/lib/rotation/queries/list-credentials";
import { listOverviewRows } from "@/lib/rotation/queries/list-overview-rows";
import { listReaders } from "@/lib/rotation/queries/list-readers";
import { listEvents } from "@/lib/rotation/queries/list-events";
import { listRotatingSecrets } from "@/lib/rotation/queries/list-rotating-secrets";
import type { EngineCtx } from "@/lib/rotation/services";
import { listRows } from "@/lib/secrets/list-rows";
import { listSessions } from "@/lib/sessions/list-sessions";
import { listThirdPartyCredentials } from "@/lib/third-party-credentials/list-third-party-credentials";
import { env } from "@/lib/settings/env";
import { getSystem } from "@/lib/system/get-system";
import { listTokens } from "@/lib/tokens/list-tokens";
import type { Answer } from "./send-along";

/** The browser reads lists longer than a page. Otherwise a page's text would be megabytes long. */
function setWhole<List extends { nextCursor: string | null }>(
  client: QueryClient,
  key: DataTag<readonly unknown[], List, Error>,
  answer: List,
): void {
  if (answer.nextCursor === null) client.setQueryData(key, answer);
}
const firstPage = <Page>(page: Page) => ({ pages: [page], pageParams: [FIRST_PAGE] });

export const me: Answer = async (ctx, client) =>
  client.setQueryData(meQuery.queryKey, meSchema.parse(await readMe(ctx)));

export const apps: Answer = async (ctx, client) =>
  setWhole(client, appsQuery.queryKey, appListSchema.parse(await listApps(ctx)));

export const audit =
  (filter: Readonly<Record<string, string>>): Answer =>
  async (ctx, client) => {
    const query = auditQuerySchema.parse({ ...filter, limit: AUDIT_PAGE_SIZE });
    const page = auditPageSchema.parse(await listAudit(ctx, query));
    client.setQueryData(auditQuery(filter).queryKey, firstPage(page));
  };

export const members: Answer = async (ctx, client) =>
  setWhole(client, membersQuery.queryKey, memberListSchema.parse(await listMembers(ctx)));

export const sessions: Answer = async (ctx, client) =>
  client.setQueryData(sessionsQuery.queryKey, sessionListSchema.parse({ sessions: await listSessions(ctx) }));

export const system: Answer = async (ctx, client) =>
  client.setQueryData(systemQuery.queryKey, systemSchema.parse(await getSystem(ctx, env())));

export const serviceTokens: Answer = async (ctx, client) =>
  setWhole(client, serviceTokensQuery.queryKey, serviceTokenListSchema.parse(await listTokens(ctx)));

export const webhooks: Answer = async (ctx, client) =>
  setWhole(client, webhooksQuery.queryKey, webhookListSchema.parse(await listWebhooks(ctx)));

export const thirdPartyCredentials: Answer = async (ctx, client) => {
  const answer = thirdPartyCredentialListSchema.parse(await listThirdPartyCredentials(ctx));
  setWhole(client, thirdPartyCredentialsQuery.queryKey, answer);
};

export const needs: Answer = async (ctx, client) =>
  client.setQueryData(needsQuery.queryKey, needsSchema.parse(await getNeeds(ctx)));

export const environmentCounts: Answer = async (ctx, client) =>
  client.setQueryData(
    environmentCountsQuery.queryKey,
    environmentCountsSchema.parse(await countByEnvironment(ctx)),
  );

export const overviewRows =
  (choice: OverviewChoice): Answer =>
  async (ctx, client) => {
    const query = overviewRowsQuerySchema.parse({ ...choice, limit: OVERVIEW_PAGE_SIZE });
    const page = overviewRowsSchema.parse(await listOverviewRows(ctx, query));
    client.setQueryData(overviewRowsQuery(choice).queryKey, firstPage(page));
  };

/** A path may contain anything, and only an ID is looked up. */
const ofId =
  (answer: (ctx: EngineCtx, client: QueryClient, id: string) => Promise<unknown>) =>
  (id: string): Answer =>
  async (ctx, client) =>
    await answer(ctx, client, idSchema.parse(id));

export const secretRows = ofId(async (ctx, client, environmentId) => {
  const answer = secretRowListSchema.parse(await listRows(ctx, { environmentId, limit: LIST_PAGE_SIZE }));
  setWhole(client, secretRowsQuery(environmentId).queryKey, answer);
});

export const rotatingSecrets = ofId(async (ctx, client, environmentId) => {
  const list = await listRotatingSecrets(ctx, { environmentId, limit: LIST_PAGE_SIZE });
  const answer = rotatingSecretListSchema.parse(list);
  setWhole(client, rotatingSecretsQuery(environmentId).queryKey, answer);
});

export const rotatingSecret = ofId(async (ctx, client, id) => {
  const answer = rotatingSecretSchema.parse(await getRotatingSecret(ctx, { id }));
  client.setQueryData(rotatingSecretQuery(id).queryKey, answer);
});

export const mintedCredentials = ofId(async (ctx, client, id) => {
  const query = mintedCredentialsQuerySchema.parse({});
  const answer = mintedCredentialListSchema.parse(await listCredentials(ctx, { ...query, id }));
  client.setQueryData(mintedCredentialsQuery(id).queryKey, answer);
});

export const readers = ofId(async (ctx, client, id) => {
  const query = mintedCredentialsQuerySchema.parse({});
  client.setQueryData(
    readersQuery(id).queryKey,
    readerListSchema.parse(await listReaders(ctx, { ...query, id })),
  );
});

export const rotationEvents = ofId(async (ctx, client, id) => {
  const page = eventPageSchema.parse(await listEvents(ctx, { id, limit: EVENTS_PAGE_SIZE }));
  client.setQueryData(rotationEventsQuery(id).queryKey, firstPage(page));
});
