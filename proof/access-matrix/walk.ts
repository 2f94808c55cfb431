/** Every route of the product, found by its file, and how to call it. */
import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { v7 as uuidv7 } from "uuid";
import { ROOT } from "@/installation/root";
import type { RouteSpec } from "@/lib/http/handle";
import type { EngineCtx } from "@/lib/rotation/services";
import type { TestOrganisation } from "../harness/organisation";
import { ORIGIN, type Principal } from "./principals";
import type { Row } from "./rows";
import { makeSubject } from "./subjects";

const APP = join(ROOT, "app");
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

type Serve = ((request: Request, context: { params: Promise<unknown> }) => Promise<Response>) & {
  spec?: RouteSpec;
};

const routes = await Promise.all(
  readdirSync(APP, { recursive: true, encoding: "utf8" })
    .filter((file) => /(^|\/)route\.tsx?$/.test(file))
    .map(async (file) => {
      const path = `/${relative(".", file).replace(/\/route\.tsx?$/, "")}`.replaceAll(/\/\([^)]+\)/g, "");
      // A Next file: it exports a function for each method.
      const functions = (await import(join(APP, file))) as Record<string, Serve | undefined>;
      return { path, functions };
    }),
);
/** "GET /api/v1/apps", and so on. */
export const everyRoute = routes.flatMap(({ path, functions }) =>
  METHODS.flatMap((method) => {
    const serve = functions[method];
    return serve === undefined ? [] : [{ name: `${method} ${path}`, method, path, serve }];
  }),
);

export type Asked = (typeof everyRoute)[number];
export type Environment = keyof Row["who"];
export type Place = {
  organisation: TestOrganisation;
  owner: EngineCtx;
  /** The prefix of the keys of secrets that requests name. */
  keyPrefix?: string;
};

type Made = { request: Request; params: Record<string, string> };

/** A request as in the row, for a subject that is created for it. */
export async function requestOf(
  { organisation, owner, keyPrefix }: Place,
  { method, path }: Asked,
  row: Row,
  principal: Principal,
  environment: Environment,
): Promise<Made> {
  const environmentId = environment === "Development" ? organisation.development : organisation.production;
  const { userId } = principal;
  const made = await makeSubject(row.subject, {
    organisation,
    owner,
    environmentId,
    userId,
    ...(keyPrefix === undefined ? {} : { keyPrefix }),
  });
  const body = JSON.stringify(row.body ?? {})
    .replaceAll("{unique}", `U${uuidv7().replaceAll("-", "")}`)
    .replaceAll("{credential}", made.credential ?? "")
    .replaceAll("{code}", made.code ?? "");
  const params = Object.fromEntries(Object.entries(made).filter(([name]) => path.includes(`[${name}]`)));
  const request = new Request(`${ORIGIN}${path}${row.query ?? ""}`, {
    method,
    headers: { "content-type": "application/json", host: new URL(ORIGIN).host, ...principal.headers },
    ...(method === "GET" ? {} : { body }),
  });
  return { request, params };
}

export async function send({ serve }: Asked, { request, params }: Made): Promise<Response> {
  return await serve(request, { params: Promise.resolve(params) });
}

export async function ask(place: Place, route: Asked, ...what: Rest): Promise<Response> {
  return await send(route, await requestOf(place, route, ...what));
}

type Rest = Parameters<typeof requestOf> extends [unknown, unknown, ...infer These] ? These : never;
