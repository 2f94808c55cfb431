/**
 * Tests a service token that is limited to some keys, on every route. Everything that it must not learn about is named HIDDEN:
 * keys, values, comments, and rotating secrets with such a key.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ChangeFeed } from "@/lib/live/change-feed";
import { createSecret } from "@/lib/secrets/create-secret";
import { insertToken } from "@/lib/tokens/insert-token";
import { aCredential, aRoot, aRotatingSecret, aSecret } from "../harness/builders";
import type { Principal } from "./principals";
import { type Row, ROWS, type Subject } from "./rows";
import { openStage, type Stage } from "./stage";
import { type Asked, everyRoute, requestOf, send } from "./walk";

const HIDDEN = "HIDDEN";
/** The subjects that belong to a key. */
const OF_A_KEY: Subject[] = ["secret", "secret of a key", "rotating", "rotation"];

let stage: Stage;
let feed: ChangeFeed;
let limited: Principal;
let unlimited: Principal;

async function token(keys: string[]): Promise<Principal> {
  const { owner } = stage.principals;
  const input = { name: `keys ${keys.join()}`, scopes: ["admin" as const], keys, expiresAt: null };
  const made = await insertToken(stage.database.db, owner, input);
  return { headers: { authorization: `Bearer ${made.token}` }, userId: null };
}

type Output = { key: string; output: "key_id" | "service_account_id" };

/** Adds a rotating secret that needs a person, with current values of its outputs. */
async function addRotating(name: string, outputs: Output[], deletedAt: Date | null = null): Promise<string> {
  const { db } = stage.database;
  const { id: organisationId, development: environmentId } = stage.organisation;
  const root = await db.thirdPartyCredential.create({
    data: aRoot(organisationId, { name: `Key of ${name}`, status: "invalid" }),
  });
  const place = { organisationId, environmentId, thirdPartyCredentialId: root.id };
  const paused = { pauseReason: "manual", pausedAt: new Date(0) } as const;
  const failed = { failureCount: 3, lastFailureAt: new Date(), lastFailureCode: "internal" } as const;
  const secret = await db.rotatingSecret.create({
    data: aRotatingSecret(place, {
      name,
      description: name,
      projectName: name,
      deletedAt,
      ...paused,
      ...failed,
    }),
  });
  const owner = { rotatingSecretId: secret.id, thirdPartyCredentialId: root.id };
  const minted = (state: "ACTIVE" | "REVOKING", patch: object) => {
    const account = `account ${name} ${state}`;
    const ids = { keyId: "key SHOWN", serviceAccountId: account, serviceAccountName: account };
    return aCredential(owner, { state, ...ids, ...patch });
  };
  const current = outputs.length > 0 ? [minted("ACTIVE", { exposedAt: new Date() })] : [];
  const outstanding = minted("REVOKING", { failureCount: 5, revokeAt: new Date(0) });
  await db.mintedCredential.createMany({ data: [...current, outstanding] });
  for (const output of outputs) {
    await db.secret.create({ data: aSecret(environmentId, { ...output, rotatingSecretId: secret.id }) });
  }
  return secret.id;
}

beforeAll(async () => {
  stage = await openStage();
  feed = new ChangeFeed(stage.database.url);
  Object.assign(globalThis, { phaseChangeFeed: feed });
  const { owner } = stage.principals;
  const { development: environmentId } = stage.organisation;
  for (const name of ["SHOWN", HIDDEN]) {
    const input = { key: `${name}_STATIC`, value: `${name} value`, comment: `${name} comment of a key` };
    await createSecret(owner, { environmentId, ...input });
  }
  await addRotating("SHOWN rotating", [{ key: "SHOWN_OUTPUT", output: "key_id" }]);
  await addRotating("HIDDEN rotating", [{ key: "HIDDEN_OUTPUT", output: "key_id" }]);
  await addRotating("HIDDEN in part", [
    { key: "SHOWN_PART", output: "key_id" },
    { key: "HIDDEN_PART", output: "service_account_id" },
  ]);
  await addRotating("HIDDEN and deleted", [], new Date());
  limited = await token(["SHOWN_*"]);
  unlimited = await token([]);
});

afterAll(async () => {
  await feed.close();
  Object.assign(globalThis, { phaseChangeFeed: undefined });
  await stage.close();
});

/** The text of a response. Of a stream, only its first event. */
async function textOf(response: Response): Promise<string> {
  const headers = JSON.stringify([...response.headers]);
  if (response.headers.get("content-type") !== "text/event-stream") return headers + (await response.text());
  let text = "";
  const reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader();
  while (!text.includes("data: ")) {
    const { done, value } = await reader.read();
    if (done) break;
    text += new TextDecoder().decode(value);
  }
  await reader.cancel();
  return headers + text;
}

/** Adds another output within the limits, and an event with an earlier key outside of them. */
async function complicate(rotatingSecretId: string): Promise<void> {
  const { db } = stage.database;
  const output = { key: `SHOWN_${rotatingSecretId.replaceAll("-", "")}`, output: "key_id" } as const;
  await db.secret.create({ data: aSecret(stage.organisation.development, { ...output, rotatingSecretId }) });
  const changes = [{ field: "outputs.key_id", before: "HIDDEN_BEFORE", after: output.key }];
  const type = "rotating_secret.updated";
  await db.event.create({ data: { rotatingSecretId, type, actor: "user:x", detail: { changes } } });
}

/** Sends a request whose subject and body name keys with this prefix. The response is returned without what the request named. */
async function answer(route: Asked, row: Row, principal: Principal, keyPrefix: string) {
  const body = JSON.stringify(row.body ?? {})
    .replace('"key":"{unique}"', `"key":"${keyPrefix}{unique}"`)
    .replace("A_KEY", `${keyPrefix}A`)
    .replace("NEW_KEY", `${keyPrefix}NEW`);
  const { organisation, principals, database } = stage;
  const place = { organisation, owner: principals.owner, keyPrefix };
  const asked = { ...row, body: JSON.parse(body) as object };
  const { request, params } = await requestOf(place, route, asked, principal, "Development");
  if (row.subject === "rotating") await complicate(params["id"] ?? "");
  const own = [...(await request.clone().text()).matchAll(/HIDDEN_\w+/g)].map(([key]) => key);
  const response = await send(route, { request, params });
  const text = await textOf(response);
  // The walk's own rows have "-" as their envelope, which no key can decrypt.
  await database.db.secret.deleteMany({ where: { envelope: "-" } });
  return {
    status: response.status,
    text: [...own, ...Object.values(params)].reduce((rest, named) => rest.replaceAll(named, ""), text),
  };
}

const routes = everyRoute.filter(({ name }) => name in ROWS);
const isOfAKey = (row: Row) => row.subject !== undefined && OF_A_KEY.includes(row.subject);

describe.each(routes)("$name", (route) => {
  const row = ROWS[route.name];
  if (row === undefined) throw new Error(`There is no row for ${route.name}.`);

  it("answers a limited token within its limits, and reveals nothing about other keys", async () => {
    const { status, text } = await answer(route, row, limited, "SHOWN_");
    // The expected result is that of a token limited to the environment.
    const isLetIn = row.who.Development.split(" ").includes("X");
    expect([403, 404].includes(status), `${status} ${text}`).toBe(!isLetIn);
    expect(status).not.toBe(500);
    expect(text).not.toContain(HIDDEN);
  });

  it("finds and allows nothing outside of its limits", async () => {
    const { status, text } = await answer(route, row, limited, "HIDDEN_");
    if (isOfAKey(row)) expect(status, text).toBe(404);
    else if (JSON.stringify(row.body ?? {}).match(/"key"|_KEY/)) expect(status, text).toBe(403);
    expect(text).not.toContain(HIDDEN);
  });
});

it("covers the routes where an unlimited token reads hidden names", async () => {
  const naming: string[] = [];
  for (const route of routes.filter(({ method }) => method === "GET")) {
    const row = ROWS[route.name];
    if (row === undefined || isOfAKey(row)) continue;
    const { text } = await answer(route, row, unlimited, "SHOWN_");
    if (text.includes(HIDDEN)) naming.push(route.path.replace("/api/v1/", ""));
  }
  expect(naming).toEqual(
    expect.arrayContaining([
      "audit",
      "environments/[id]/rotating-secrets",
      "environments/[id]/secret-page",
      "environments/[id]/secret-rows",
      "environments/[id]/secrets",
      "environments/[id]/secrets/stream",
      "overview",
      "overview/needs",
      "overview/rows",
      "rotating-secrets",
      "secrets",
      "third-party-credentials",
    ]),
  );
});
