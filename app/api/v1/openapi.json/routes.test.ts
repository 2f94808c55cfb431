import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { openApiDocument } from "@/lib/http/openapi";
import { ROUTES } from "./routes";

const API = fileURLToPath(new URL("..", import.meta.url));

it("lists every route that there is", async () => {
  const files = await readdir(API, { recursive: true });
  const paths = files
    .filter(
      (file) =>
        file.endsWith("/route.ts") && !file.startsWith("openapi.json/") && !file.startsWith("[...path]/"),
    )
    .map((file) => `/${file.slice(0, -"/route.ts".length)}`.replaceAll(/\[(\w+)\]/g, "{$1}"));
  expect(Object.keys(ROUTES).toSorted()).toEqual(paths.toSorted());
});

it("writes every route's schemas as JSON Schema, with path parameters that the path names", () => {
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

type Operation = { parameters?: { in: string; name: string }[]; responses: Record<string, unknown> };
