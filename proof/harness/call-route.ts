import { ROUTES } from "@/app/api/v1/openapi.json/routes";

export const HERE = "http://localhost:3000/api/v1";
export const SOME_ID = "01890000-0000-7000-8000-000000000000";
export const METHODS = ["GET", "POST", "PATCH", "DELETE"] as const;

export type Sent = { method?: string; headers?: Record<string, string>; body?: unknown; query?: string };

/** What a route answers to a service token. A parameter that is not given has an id that no row has. */
export async function callRoute(
  token: string,
  path: string,
  { method = "GET", headers = {}, body, query = "" }: Sent = {},
  params: Record<string, string> = {},
) {
  const serve = ROUTES[path]?.[METHODS.find((known) => known === method) ?? "GET"];
  if (serve === undefined) throw new Error(`There is no ${method} ${path}.`);
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? SOME_ID);
  const request = new Request(`${HERE}${address}${query}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const ids = Object.fromEntries(
    [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => [name, params[name] ?? SOME_ID]),
  );
  const response = await serve(request, { params: Promise.resolve(ids) });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text };
}
