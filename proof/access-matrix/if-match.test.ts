/** No edit is lost: every route that changes or deletes one thing checks If-Match while it holds the row's lock. */
import * as z from "zod";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { v7 as uuidv7 } from "uuid";
import { errorSchema } from "@/lib/api/common";
import { fieldsAt } from "@/lib/requests/field-names";
import { type Principal } from "./principals";
import { ROWS, type Row } from "./rows";
import { openStage, type Stage } from "./stage";
import { type Asked, everyRoute, requestOf, send } from "./walk";

let stage: Stage;
let organisation: Stage["organisation"];
let principals: Stage["principals"];

beforeAll(async () => {
  stage = await openStage();
  ({ organisation, principals } = stage);
});
afterAll(() => stage.close());

async function made(route: Asked, row: Row) {
  const { living, owner } = principals;
  const principal: Principal = living["o"] ?? { headers: {}, userId: null };
  return await requestOf({ organisation, owner }, route, row, principal, "Development");
}

async function ask(route: Asked, { request, params }: Awaited<ReturnType<typeof made>>, ifMatch: string) {
  const headers = new Headers(request.headers);
  headers.set("if-match", ifMatch);
  return await send(route, { request: new Request(request.clone(), { headers }), params });
}

const changing = everyRoute.filter(
  ({ name, method }) => ["PUT", "PATCH", "DELETE"].includes(method) && name in ROWS,
);
const rowOf = ({ name }: Asked): Row => ROWS[name] ?? { who: { Development: "", Production: "" } };

describe.each(changing)("$name", (route) => {
  it("refuses a state that isn't the current one, and accepts any if the resource exists", async () => {
    const one = await made(route, rowOf(route));
    const refused = await ask(route, one, '"of-before"');
    expect(refused.status).toBe(412);
    expect(errorSchema.parse(await refused.json()).error.code).toBe("precondition_failed");
    if (route.serve.spec?.ifMatch === true) expect((await ask(route, one, "*")).status).not.toBe(412);
  });
});

const readerOf = ({ path }: Asked): Asked => {
  const reading = everyRoute.find(({ name }) => name === `GET ${path}`);
  if (reading === undefined) throw new Error(`Nobody can read ${path}.`);
  return reading;
};

it.each(changing.filter(({ serve }) => serve.spec?.ifMatch === true))(
  "the state of $name can be read",
  (route) => expect(readerOf(route).serve.spec).toHaveProperty("tag"),
);

const edits = changing.filter(({ method, serve }) => method === "PATCH" && serve.spec?.ifMatch === true);
const ROLES: Record<string, string> = { A: "developer", B: "admin" };
const newKey = () => `KEY_${uuidv7().replaceAll("-", "_")}`;
/** Each text makes another state of it. What the rows hold here is no key that anyone could have given. */
const BODIES: Record<string, (text: string) => object> = {
  "/api/v1/me": (name) => ({ name }),
  "/api/v1/apps/[id]": (name) => ({ name: `${name} ${uuidv7()}` }),
  "/api/v1/environments/[id]": (name) => ({ name: `${name} ${uuidv7()}` }),
  "/api/v1/members/[id]": (text) => ({ role: ROLES[text] ?? "viewer" }),
  "/api/v1/rotating-secrets/[id]": (description) => ({ description, outputs: { api_key: newKey() } }),
  "/api/v1/secrets/[id]": (comment) => ({ key: newKey(), comment }),
  "/api/v1/third-party-credentials/[id]": (name) => ({ name: `${name} ${uuidv7()}` }),
  "/api/v1/service-tokens/[id]": (name) => ({ name: `${name} ${uuidv7()}` }),
  // The subject's own URL can't be opened.
  "/api/v1/webhooks/[id]": (name) => ({ name, url: "https://example.com/" }),
};

function patched({ request }: { request: Request }, body: object): Request {
  return new Request(request.clone(), { method: "PATCH", body: JSON.stringify(body) });
}

describe.each(edits)("$name", (route) => {
  const body = BODIES[route.path];
  if (body === undefined) throw new Error(`There is no edit for ${route.path}.`);

  const begun = async () => {
    const one = await made(route, rowOf(route));
    const edit = (text: string) => ({
      ...one,
      request: patched(one, body(text)),
    });
    return { one, edit };
  };

  it("accepts the state that it last returned, from one of two who send it at the same time", async () => {
    const { edit } = await begun();
    const first = await ask(route, edit("0"), "*");
    const etag = first.headers.get("etag") ?? "";
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    const both = await Promise.all([ask(route, edit("A"), etag), ask(route, edit("B"), etag)]);
    const statuses = both.map(({ status }) => status).toSorted((one, other) => one - other);
    expect(statuses).toEqual([200, 412]);
    const next = both.find(({ status }) => status === 200)?.headers.get("etag") ?? "";
    expect(next).not.toBe(etag);
    expect((await ask(route, edit("0"), next)).status).toBe(200);
  });

  const readBy = async ({ request: { url, headers }, params }: Awaited<ReturnType<typeof made>>) =>
    await send(readerOf(route), { request: new Request(url, { headers }), params });

  it("returns the same state to a reader", async () => {
    const { one, edit } = await begun();
    const written = await ask(route, edit("A"), "*");
    const read = await readBy(one);
    expect(read.headers.get("etag")).toMatch(/^"/);
    expect(read.headers.get("etag")).toBe(written.headers.get("etag"));
  });

  it("takes back what a reader was answered, with its edit", async () => {
    const { one, edit } = await begun();
    await ask(route, edit("0"), "*");
    const read = await readBy(one);
    const sent = { ...((await read.clone().json()) as object), ...body("A") };
    const answer = await send(route, { ...one, request: patched(one, sent) });
    expect(answer.status, await answer.clone().text()).toBe(200);
    expect(answer.headers.get("etag")).not.toBe(read.headers.get("etag"));
  });

  it("names a read-only field that has another value", async () => {
    const { one, edit } = await begun();
    await ask(route, edit("0"), "*");
    const taken = fieldsAt(route.serve.spec?.body ?? z.never(), []);
    const shown = Object.keys((await (await readBy(one)).json()) as object);
    const field = shown.find((name) => !taken.includes(name)) ?? "";
    const answer = await send(route, { ...one, request: patched(one, { [field]: "other" }) });
    expect(answer.status).toBe(400);
    const { error } = errorSchema.parse(await answer.json());
    expect(error.issues?.[0]).toEqual({
      path: field,
      message: "This field is read-only. Send the value that GET returns, or leave it out.",
    });
  });
});
