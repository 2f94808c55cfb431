/**
 * The content of the pictures: a small company that has used the product for a while. Created through the
 * public API.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { ConsoleApi } from "../console-api";
import type { SimulatedOpenai } from "../simulated-openai";
import type { Db } from "@/lib/db";
import { countDaysAgain, spreadHistory, spreadStaticRows } from "./history";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const POLL_MS = 150;

const SETTINGS = [
  "ANALYTICS_WRITE_KEY=wk_live_3fd2",
  "CDN_HOST=cdn.northwind.example",
  "DATABASE_URL=postgres://storefront@db/prod",
  "LOG_LEVEL=info",
  "REDIS_URL=redis://cache/0",
  "SENTRY_DSN=https://sentry.northwind.example/7",
  "SESSION_SECRET=7f1d0c8e",
  "SMTP_URL=smtps://mail.northwind.example",
  "STRIPE_SECRET_KEY=sk_live_51H",
  "STRIPE_WEBHOOK_SECRET=whsec_93b",
];

type Plan = {
  app: string;
  environment: "Development" | "Staging" | "Production";
  name: string;
  description?: string;
  project: string;
  key: string;
  withIds?: boolean;
  interval: number;
  delay: number;
  /** How old the current key is. */
  age: number;
  /** Keys before the current one. */
  before: number;
};

const PLANS: Plan[] = [
  {
    app: "Storefront",
    environment: "Production",
    name: "OpenAI assistant",
    description: "The shopping assistant on every product page.",
    project: "Storefront",
    key: "OPENAI_API_KEY",
    withIds: true,
    interval: 7 * DAY,
    delay: 2 * DAY,
    age: 1 * DAY + 5 * HOUR,
    before: 4,
  },
  {
    app: "Storefront",
    environment: "Production",
    name: "OpenAI search",
    project: "Search ranking",
    key: "OPENAI_SEARCH_KEY",
    interval: 30 * DAY,
    delay: 10 * DAY,
    age: 12 * DAY,
    before: 1,
  },
  {
    app: "Support desk",
    environment: "Production",
    name: "OpenAI replies",
    project: "Support desk",
    key: "OPENAI_API_KEY",
    interval: 2 * DAY,
    delay: 6 * HOUR,
    age: 9 * HOUR,
    before: 12,
  },
  {
    app: "Support desk",
    environment: "Staging",
    name: "OpenAI replies",
    project: "Playground",
    key: "OPENAI_API_KEY",
    interval: 7 * DAY,
    delay: 1 * DAY,
    age: 3 * DAY + 4 * HOUR,
    before: 3,
  },
  {
    app: "Nightly reports",
    environment: "Production",
    name: "OpenAI batch",
    project: "Reports",
    key: "OPENAI_API_KEY",
    interval: 1 * DAY,
    delay: 1 * HOUR,
    age: 7 * HOUR + 40 * MINUTE,
    before: 18,
  },
];

export type Scene = { environmentUrl: string; assistantId: string; credentialName: string };

export async function makeScene(api: ConsoleApi, openai: SimulatedOpenai, db: Db): Promise<Scene> {
  const { id: credentialId } = await api.addCredential(openai.adminKey, "Northwind OpenAI");
  const projects = new Map<string, string>();
  const apps = new Map<string, Awaited<ReturnType<ConsoleApi["addApp"]>>>();
  const made: string[] = [];
  for (const plan of PLANS) {
    const projectId = projects.get(plan.project) ?? (await openai.addProject(plan.project)).id;
    projects.set(plan.project, projectId);
    const app = apps.get(plan.app) ?? (await api.addApp(plan.app));
    apps.set(plan.app, app);
    const environmentId = app.environments.find(({ name }) => name === plan.environment)?.id ?? "";
    const { id } = await api.addRotatingSecret(environmentId, {
      name: plan.name,
      description: plan.description ?? "",
      thirdPartyCredentialId: credentialId,
      projectId,
      rotationIntervalSeconds: plan.interval,
      revocationDelaySeconds: plan.delay,
      outputs: plan.withIds
        ? { api_key: plan.key, key_id: "OPENAI_KEY_ID", service_account_id: "OPENAI_SERVICE_ACCOUNT_ID" }
        : { api_key: plan.key },
    });
    made.push(id);
    await giveHistory(api, db, id, plan);
  }
  const [assistantId = "", searchId = ""] = made;
  const storefront = apps.get("Storefront");
  const production = storefront?.environments.find(({ name }) => name === "Production")?.id ?? "";
  await api.importSecrets(production, SETTINGS.join("\n"));
  await spreadStaticRows(db);
  await countDaysAgain(db);

  await openai.failAll(503, "POST");
  await api.rotate(searchId);
  await until(async () => (await api.rotatingSecret(searchId)).health === "degraded");
  return {
    environmentUrl: `/apps/${storefront?.id}/environments/${production}`,
    assistantId,
    credentialName: "Northwind OpenAI",
  };
}

/** Rotates until there are as many keys as planned, revokes those whose time is over, then dates all of them back. */
async function giveHistory(api: ConsoleApi, db: Db, id: string, plan: Plan): Promise<void> {
  for (let count = 0; count < plan.before; count++) {
    await api.rotate(id);
    await until(async () => !(await api.rotatingSecret(id)).rotating);
  }
  const stillWorks = plan.age < plan.delay ? 1 : 0;
  const expiring = (await api.credentialsOf(id)).filter(({ status }) => status === "expiring");
  for (const credential of expiring.slice(stillWorks)) await api.revoke(id, credential.id);
  await until(async () =>
    (await api.credentialsOf(id)).slice(1 + stillWorks).every(({ status }) => status === "revoked"),
  );
  await spreadHistory(db, id, plan.age);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await delay(POLL_MS);
}
