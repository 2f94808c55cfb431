/**
 * Everything that a page requests in the browser was already sent by its server. Each page is rendered as on
 * the server.
 */
// Gives Next the storage for requests.
import { stubSettings } from "@/lib/testing/stub-settings";
import "next/dist/server/node-environment-baseline";
import { globSync } from "node:fs";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { encode } from "next-auth/jwt";
import { type WorkStore, workAsyncStorage } from "next/dist/server/app-render/work-async-storage.external";
import {
  type WorkUnitStore,
  workUnitAsyncStorage,
} from "next/dist/server/app-render/work-unit-async-storage.external";
import {
  AppRouterContext,
  type AppRouterInstance,
} from "next/dist/shared/lib/app-router-context.shared-runtime";
import {
  PathnameContext,
  SearchParamsContext,
} from "next/dist/shared/lib/hooks-client-context.shared-runtime";
import type { ReactNode } from "react";
import { renderToString } from "react-dom/server";
import { ROOT } from "@/installation/root";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type TestDatabase, testDatabase } from "@/installation/testing/database";
import { mintedCredentialsQuery } from "@/lib/client/minted-credentials";
import { createQueryClient } from "@/lib/client/query-client";
import { rotatingSecretQuery, rotationEventsQuery } from "@/lib/client/rotating-secrets";
import { createWebhook } from "@/lib/notifications/create-webhook";
import { makeSubject } from "@/proof/access-matrix/subjects";
import { everyRow } from "@/proof/harness/every-row";
import { testOrganisation } from "@/proof/harness/organisation";
import { testServices } from "@/proof/harness/test-services";

const SECRET = "a secret for this suite, long enough";
const CONSOLE = "app/(console)";
const PAGES = globSync(`${CONSOLE}/**/page.tsx`).toSorted();

type Part = (props: {
  params: Promise<Record<string, string>>;
  searchParams: Promise<Record<string, string>>;
  children: ReactNode;
}) => ReactNode | Promise<ReactNode>;

let database: TestDatabase;
let ids: Record<string, string>;
/** A rotating secret of that environment. */
let manage = "";
let headers: Headers;

beforeAll(async () => {
  stubSettings({ secret: SECRET });
  database = await testDatabase({ as: "program" });
  const services = testServices(database.db);
  // Where pages find the process's services, and its database.
  Object.assign(globalThis, { phaseServices: Promise.resolve(services), phaseDb: database.db });
  const organisation = await testOrganisation(services);
  const owner = await organisation.person("owner");
  const jwt = await encode({ token: { sessionToken: owner.sessionToken }, secret: SECRET });
  headers = new Headers({ cookie: `__Host-next-auth.session-token=${jwt}`, "x-path": "/" });
  const environmentId = organisation.production;
  ids = { appId: organisation.app.id, environmentId };
  const place = { organisation, owner, environmentId, userId: owner.actor.userId };
  const subjects = ["credential", "secret", "token", "rotating"] as const;
  for (const subject of subjects) manage = (await makeSubject(subject, place)).id;
  const url = "https://hooks.example.com/phase";
  await createWebhook(owner, { name: "Pager", url, format: "standard", types: [] });
  // An outstanding revocation of a deleted one.
  const { id } = await makeSubject("rotating", place);
  await database.db.rotatingSecret.update({ where: { id }, data: { deletedAt: new Date() } });
});
afterAll(async () => {
  Object.assign(globalThis, { phaseServices: undefined, phaseDb: undefined });
  vi.unstubAllEnvs();
  await database.drop();
});

/** As in a request of that member. */
function asked<Result>(render: () => Promise<Result>): Promise<Result> {
  // The only thing that Next's headers() uses.
  const page = { route: "/" } as WorkStore;
  const request = { type: "request", phase: "render", headers } as unknown as WorkUnitStore;
  return workAsyncStorage.run(page, () => workUnitAsyncStorage.run(request, render));
}

async function rendered(file: string, search: Record<string, string> = {}): Promise<ReactNode> {
  const { default: Part } = (await import(/* @vite-ignore */ `${ROOT}/${file}`)) as { default: Part };
  const props = { params: Promise.resolve(ids), searchParams: Promise.resolve(search), children: null };
  return await asked(async () => await Part(props));
}

function draw(client: QueryClient, part: ReactNode): void {
  renderToString(
    // Only a click calls the router.
    <AppRouterContext value={{} as AppRouterInstance}>
      <PathnameContext value="/">
        <SearchParamsContext value={new URLSearchParams()}>
          <QueryClientProvider client={client}>{part}</QueryClientProvider>
        </SearchParamsContext>
      </PathnameContext>
    </AppRouterContext>,
  );
}

/** The keys of the page's queries without a response, after rendering. */
async function unanswered(file: string): Promise<readonly (readonly unknown[])[]> {
  const client = createQueryClient();
  for (const part of [`${CONSOLE}/layout.tsx`, file]) draw(client, await rendered(part));
  const queries = client.getQueryCache().getAll();
  return queries.filter(({ state }) => state.data === undefined).map(({ queryKey }) => queryKey);
}

describe.each(PAGES)("%s", (file) => {
  it("requests nothing in the browser that its server could have sent along", async () => {
    expect(await unanswered(file)).toEqual([]);
  });
});

it("sends along what Manage shows first if the URL opens it", async () => {
  const page = await rendered(`${CONSOLE}/apps/[appId]/environments/[environmentId]/page.tsx`, { manage });
  const client = createQueryClient();
  draw(client, page);
  const known = client.getQueryCache().getAll();
  expect(known.map(({ queryKey }) => queryKey)).toEqual(
    expect.arrayContaining([
      rotatingSecretQuery(manage).queryKey,
      mintedCredentialsQuery(manage).queryKey,
      rotationEventsQuery(manage).queryKey,
    ]),
  );
});

it("records nothing, because data read for a page contains no value", async () => {
  const before = await everyRow(database.db);
  for (const file of PAGES) await rendered(file, { manage });
  expect(await everyRow(database.db)).toEqual(before);
});
