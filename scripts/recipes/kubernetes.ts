import { parseAllDocuments } from "yaml";
import * as z from "zod";
import { currentKey, expect, type Kitchen } from "./kitchen";

const storeSchema = z.object({
  kind: z.literal("SecretStore"),
  spec: z.object({
    provider: z.object({
      webhook: z.object({
        url: z.string(),
        headers: z.record(z.string(), z.string()),
        result: z.object({ jsonPath: z.string() }),
        secrets: z.array(z.object({ name: z.string(), secretRef: z.object({ name: z.string() }) })),
      }),
    }),
  }),
});
const externalSchema = z.object({
  kind: z.literal("ExternalSecret"),
  spec: z.object({ data: z.array(z.object({ remoteRef: z.object({ key: z.string() }) })) }),
});

/** Sends the operator's request to the store, and parses its response in the same way. */
export async function tryKubernetes(kitchen: Kitchen): Promise<string> {
  const documents: unknown[] = parseAllDocuments(kitchen.files.get("external-secret.yaml") ?? "").map(
    (document) => document.toJS() as unknown,
  );
  const { url, headers, result, secrets } = storeSchema.parse(documents[1]).spec.provider.webhook;
  const [wanted] = externalSchema.parse(documents[2]).spec.data;
  expect(wanted !== undefined && secrets[0]?.name === "auth", "The manifests do not fit together");
  const { host, environmentId, readerToken } = kitchen.throwaway;
  const fill = (template: string) =>
    template.replace("{{ .auth.token }}", readerToken).replace("{{ .remoteRef.key }}", wanted.remoteRef.key);
  const address = url.replace(/^https:\/\/[^/]+/, host).replace(/[0-9a-f-]{36}/, environmentId);
  const filled = Object.entries(headers).map(([name, template]): [string, string] => [name, fill(template)]);
  const answer: unknown = await (await fetch(address, { headers: filled })).json();
  const [first] = select(answer, fill(result.jsonPath));
  expect(first === (await currentKey(kitchen)), "The path does not lead to the key");
  return "the operator itself, which needs a cluster";
}

/** The only form of JSONPath in the recipe: `$.list[?(@.name=="value")].member`. */
function select(answer: unknown, path: string): unknown[] {
  const [, list = "", name = "", value = "", member = ""] =
    /^\$\.(\w+)\[\?\(@\.(\w+)=="([^"]*)"\)\]\.(\w+)$/.exec(path) ?? [];
  const items = z.record(z.string(), z.array(z.record(z.string(), z.unknown())));
  const rows = items.parse(answer)[list] ?? [];
  return rows.filter((row) => row[name] === value).map((row) => row[member]);
}
