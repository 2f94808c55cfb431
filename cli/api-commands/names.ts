import { closest, type EnvironmentRef, findEnvironment, isId, listEnvironments } from "../environment";
import { CliError } from "../exit";
import type { Client } from "../http";
import { cell } from "./cell";
import type { Item, Kind } from "./command";
import { fetchItems, requestItem } from "./items";

type Listed = {
  path: string;
  list: string;
  names: readonly string[];
  word: string;
  /** The query for exact names. Without one, the whole list is read. */
  only?: string;
};

/** Where items of a kind are listed, and which fields name one. */
const LISTS: Record<Exclude<Kind, "environment" | "rotatingSecret">, Listed> = {
  app: { path: "/apps", list: "apps", names: ["name"], word: "app", only: "name" },
  credential: {
    path: "/third-party-credentials",
    list: "thirdPartyCredentials",
    names: ["name"],
    word: "third-party credential",
    only: "name",
  },
  member: { path: "/members", list: "members", names: ["email", "name"], word: "member" },
  minted: {
    path: "/rotating-secrets/{id}/credentials",
    list: "credentials",
    names: ["serviceAccountName", "serviceAccountId", "keyId"],
    word: "credential",
  },
  secret: {
    path: "/environments/{id}/secret-rows",
    list: "secrets",
    names: ["key"],
    word: "secret",
    only: "keys",
  },
  token: {
    path: "/service-tokens",
    list: "serviceTokens",
    names: ["name"],
    word: "service token",
    only: "name",
  },
  webhook: { path: "/webhooks", list: "webhooks", names: ["name"], word: "webhook", only: "name" },
};

export type Where = {
  client: Client;
  /** The environment chosen with --env etc. */
  environment: EnvironmentRef;
  /** The route's placeholders filled so far. */
  filled: Readonly<Record<string, string>>;
};

/** The ID of the item that `text` names. An ID is used unchanged. @throws CliError that lists the candidates */
export async function findId(kind: Kind, text: string, where: Where): Promise<string> {
  if (isId(text)) return text;
  const { client, environment } = where;
  if (kind === "environment")
    return (await findEnvironment(client, { app: environment.app, environment: text })).id;
  if (kind === "rotatingSecret") {
    const found = await rotatingSecrets(where, new URLSearchParams({ name: text }));
    return pick("rotating secret", ["name"], found.length > 0 ? found : await rotatingSecrets(where), text);
  }
  const { path, list, names, word, only } = LISTS[kind];
  const address = await addressOf(kind, path, where);
  const found =
    only === undefined
      ? []
      : await fetchItems(client, `${address}?${only}=${encodeURIComponent(text)}`, list);
  return pick(word, names, found.length > 0 ? found : await fetchItems(client, address, list), text);
}

async function addressOf(kind: Kind, path: string, { client, environment, filled }: Where): Promise<string> {
  const id = kind === "secret" ? (await findEnvironment(client, environment)).id : (filled["id"] ?? "");
  return path.replace("{id}", encodeURIComponent(id));
}

/** Items of the chosen environment, or else of all, each with its environment's path. `filter`: the query. */
export async function rotatingSecrets(
  { client, environment: ref }: Where,
  filter = new URLSearchParams(),
): Promise<Item[]> {
  const isSaid = (ref.environment ?? ref.app) !== null;
  const query = filter.size === 0 ? "" : `?${filter.toString()}`;
  if (isSaid) {
    const { id, path } = await findEnvironment(client, ref);
    const address = `/environments/${encodeURIComponent(id)}/rotating-secrets${query}`;
    const items = await fetchItems(client, address, "rotatingSecrets");
    return items.map((item) => ({ ...item, environment: path }));
  }
  const items = await fetchItems(client, `/rotating-secrets${query}`, "rotatingSecrets");
  // A single one needs no path to be distinguished.
  if (filter.has("name") && items.length < 2) return items;
  const environments = await listEnvironments(client);
  return items.map((item) => ({
    ...item,
    environment: environments.find(({ id }) => id === item["environmentId"])?.path ?? item["environmentId"],
  }));
}

/** A project's ID at the provider, by its ID or name, as the credential sees it. */
export async function findProject(
  text: string,
  credentialId: string | undefined,
  { client, filled }: Where,
): Promise<string> {
  // OpenAI's IDs begin like this. Looking up a name that does would fail.
  if (text.startsWith("proj_")) return text;
  const credential =
    credentialId ??
    String(
      (await requestItem(client, `/rotating-secrets/${encodeURIComponent(filled["id"] ?? "")}`))[
        "thirdPartyCredentialId"
      ],
    );
  const address = `/third-party-credentials/${encodeURIComponent(credential)}/openai/projects`;
  return pick("project", ["name"], await fetchItems(client, address, "projects"), text);
}

function pick(word: string, names: readonly string[], items: readonly Item[], text: string): string {
  for (const name of names) {
    const found = closest(items, (item) => cell(item[name]), text);
    const [only] = found;
    if (only !== undefined && found.length === 1) return String(only["id"]);
    if (found.length > 1)
      throw new CliError(`Several are named "${text}". Use an ID:${choices(names, found)}`);
  }
  throw new CliError(
    items.length === 0
      ? `No ${word} named "${text}". The token sees none.`
      : `No ${word} named "${text}". The token sees:${choices(names, items)}`,
  );
}

function choices([name = ""]: readonly string[], items: readonly Item[]): string {
  return items
    .map((item) => {
      const where = typeof item["environment"] === "string" ? `  ${item["environment"]}` : "";
      return `\n  ${String(item["id"])}  ${cell(item[name])}${where}`;
    })
    .join("");
}
