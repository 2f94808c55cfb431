import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { errorSchema } from "@/lib/api/common";
import { API_METHODS, refuseAddress } from "@/lib/http/addresses";
import { openApiDocument } from "@/lib/http/openapi";
import { ROUTES } from "./routes";

const API = fileURLToPath(new URL("..", import.meta.url));

it("lists every route", async () => {
  const files = await readdir(API, { recursive: true });
  const paths = files
    .filter(
      (file) =>
        file.endsWith("/route.ts") && !file.startsWith("openapi.json/") && !file.startsWith("[[...path]]/"),
    )
    .map((file) => `/${file.slice(0, -"/route.ts".length)}`.replaceAll(/\[(\w+)\]/g, "{$1}"));
  expect(Object.keys(ROUTES).toSorted()).toEqual(paths.toSorted());
});

it("describes every route's schemas as JSON Schema, with the path's parameters", () => {
  const document = openApiDocument(ROUTES);
  expect(document["openapi"]).toBe("3.1.0");
  for (const [path, item] of Object.entries(document["paths"] as Record<string, Record<string, Operation>>)) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    for (const operation of Object.values(item)) {
      const parameters = (operation.parameters ?? []).filter((parameter) => parameter.in === "path");
      expect(parameters.map(({ name }) => name)).toEqual(inPath);
      expect(operation.responses["default"]).toBeDefined();
    }
  }
});

it("describes every kind of response, and whether a body is optional", () => {
  const paths = openApiDocument(ROUTES)["paths"] as Record<string, Record<string, Operation>>;
  const mediaTypes = (path: string, method: string) =>
    Object.entries(paths[path]?.[method]?.responses ?? {})
      .filter(([status]) => !/^[45]/.test(status))
      .map(([status, { content = {} }]) => [status, Object.keys(content)]);
  const json = "application/json";
  const refused = ["default", [json]];
  const stream = mediaTypes("/environments/{id}/secrets/stream", "get");
  expect(stream).toEqual([["200", ["text/event-stream"]], refused]);
  const values = mediaTypes("/environments/{id}/secrets", "get");
  expect(values).toEqual([["200", [json, "text/plain"]], ["304", []], refused]);
  const create = mediaTypes("/environments/{id}/rotating-secrets", "post");
  expect(create).toEqual([["200", [json]], ["201", [json]], refused]);
  const required = (path: string) => paths[path]?.["post"]?.requestBody?.required;
  expect([required("/apps"), required("/rotating-secrets/{id}/rotate")]).toEqual([true, false]);
});

it("knows the methods of every path, and refuses others in JSON", async () => {
  const taken = Object.entries(ROUTES).map(([path, functions]) => [
    path,
    ["GET", "POST", "PATCH", "DELETE"].filter((method) => method in functions),
  ]);
  const { "/openapi.json": document, ...others } = API_METHODS;
  expect(others).toEqual(Object.fromEntries(taken));
  expect(document).toEqual(["GET"]);

  expect(refuseAddress("GET", "/api/v1/apps")).toBeNull();
  expect(refuseAddress("HEAD", "/api/v1/apps")).toBeNull();
  expect(refuseAddress("PUT", "/api/v1/nowhere")).toBeNull();
  const refused = refuseAddress("PUT", "/api/v1/rotating-secrets/some-id/rotate");
  expect(refused?.status).toBe(405);
  expect(refused?.headers.get("allow")).toBe("POST, OPTIONS");
  expect(errorSchema.parse(await refused?.json()).error.code).toBe("method_not_allowed");
});

it.each(["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"])(
  "refuses %s for pages and files",
  (method) => {
    for (const path of [
      "/_next/static/chunks/a.js",
      "/login",
      "/",
      "/apps/x/environments/y",
      "/apidocs",
      "/nowhere",
    ]) {
      expect([refuseAddress("GET", path), refuseAddress("HEAD", path)]).toEqual([null, null]);
      const refused = refuseAddress(method, path);
      expect(refused?.status).toBe(405);
      expect(refused?.headers.get("allow")).toBe("GET, HEAD");
    }
    for (const path of ["/api/auth/signout", "/api/nowhere", "/csp-reports"])
      expect(refuseAddress(method, path)).toBeNull();
  },
);

it("has no path for Next's last-resort error page", () => {
  for (const path of ["/_global-error", "/_global-error/"])
    expect(refuseAddress("GET", path)?.status).toBe(404);
});

it.each(["/api/v1/rotating-secrets/%ff", "/api/v1/environments/%/secrets", "/apps/%E0%A4%A/environments/x"])(
  "finds nothing at %s, which can't be percent-decoded",
  async (path) => {
    const refused = refuseAddress("GET", path);
    expect(refused?.status).toBe(404);
    expect(errorSchema.parse(await refused?.json()).error.code).toBe("not_found");
  },
);

type Operation = {
  parameters?: { in: string; name: string }[];
  requestBody?: { required: boolean };
  responses: Record<string, { content?: Record<string, unknown> }>;
};
