/** Writes what exists as a file with which `phase apply` changes nothing. */
import { Document, isScalar, Scalar, visit } from "yaml";
import type * as z from "zod";
import { authorise, may } from "@/lib/access/permissions";
import { isLimited } from "@/lib/access/reach";
import type { configurationSchema, Reference } from "@/lib/api/configuration";
import type { Labels } from "@/lib/api/labels";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { DomainError } from "@/lib/errors";
import { escapeInvisible, printable } from "@/lib/formats/printable";
import { writeSpan } from "@/lib/formats/span";
import { VARIABLE_NAME } from "@/lib/formats/variable-name";
import { DEFAULT_NAME_TEMPLATE } from "@/lib/providers/account-names";
import type { EngineCtx } from "@/lib/rotation/services";
import { everyEnvironment, pathsOf } from "./places";
import { readState, type State, tooMuch } from "./read-state";

/** `phase apply` accepts no larger file, and writing one would block the process. */
const MOST_WRITTEN = 2_000;

type Written = z.input<typeof configurationSchema>;
type Sections = Required<Omit<Written, "version" | "apps">>;
type Section<Name extends keyof Sections> = Map<string, NonNullable<Sections[Name]>[string]>;

/**
 * What the caller can see, as YAML. Admin keys and webhook URLs are references, which an apply reads only for new items. Throws
 * `conflict` if a limit can't be written because two environments have the same path.
 */
export async function exportConfiguration(ctx: EngineCtx, schemaUrl: string): Promise<string> {
  authorise(ctx.actor, "read");
  const sections = {
    ...(may(ctx.actor, "tokens:manage") ? { serviceTokens: true } : {}),
    ...(may(ctx.actor, "webhooks:manage") ? { webhooks: true } : {}),
  };
  const state = await readState(ctx, sections, MOST_WRITTEN);
  requireFewEntries(state);
  const isWhole = !isLimited(ctx.actor);
  const written = {
    version: 1,
    // A limited caller can't see every environment in which a third-party credential may be used.
    ...(isWhole ? { thirdPartyCredentials: credentialsOf(state) } : {}),
    apps: appsOf(state),
    ...("serviceTokens" in sections ? { serviceTokens: tokensOf(state) } : {}),
    ...("webhooks" in sections ? { webhooks: webhooksOf(state) } : {}),
  };
  const left = ["thirdPartyCredentials", "serviceTokens", "webhooks"].filter((name) => !(name in written));
  const comment =
    left.length === 0 ? "" : `# Left out, because you may not see all of it: ${left.join(", ")}.\n`;
  return `# yaml-language-server: $schema=${schemaUrl}\n${comment}${write(written, state)}`;
}

function requireFewEntries({ apps, rotatingSecrets, serviceTokens, webhooks }: State): void {
  const lists = [everyEnvironment(apps), apps, rotatingSecrets, serviceTokens, webhooks];
  const entries = lists.reduce((sum, { length }) => sum + length, 0);
  if (entries > MOST_WRITTEN) throw tooMuch(`${entries} items, and a file can contain ${MOST_WRITTEN}`);
}

function credentialsOf(state: State): Section<"thirdPartyCredentials"> {
  const reference = references("ADMIN_KEY");
  const clearPaths = clearPathsOf(state);
  return mapped(state.credentials, ({ name, labels, provider, environmentIds, projectIds }) => ({
    ...labelled(labels),
    provider,
    adminApiKey: reference(name),
    ...(environmentIds === null ? {} : { environments: clearPaths(environmentIds) }),
    ...(projectIds === null ? {} : { projects: projectIds }),
  }));
}

function appsOf(state: State) {
  return mapped(state.apps, ({ labels: ofApp, environments }) => ({
    ...labelled(ofApp),
    environments: mapped(environments, ({ id, labels }) => ({
      ...labelled(labels),
      rotatingSecrets: mapped(
        state.rotatingSecrets.filter(({ environmentId }) => environmentId === id),
        (secret) => rotatingSecretOf(secret, state),
      ),
    })),
  }));
}

function rotatingSecretOf(secret: RotatingSecret, { credentials }: State) {
  const { description, config, pauseReason } = secret;
  return {
    ...(description === "" ? {} : { description }),
    ...labelled(secret.labels),
    thirdPartyCredential: credentials.find(({ id }) => id === secret.thirdPartyCredentialId)?.name ?? "",
    project: config.projectId,
    rotationInterval: writeSpan(secret.rotationIntervalSeconds),
    revocationDelay: writeSpan(secret.revocationDelaySeconds),
    ...(config.nameTemplate === DEFAULT_NAME_TEMPLATE ? {} : { nameTemplate: config.nameTemplate }),
    ...(config.keyLifetimeSeconds === undefined ? {} : { keyLifetime: writeSpan(config.keyLifetimeSeconds) }),
    outputs: secret.outputs,
    ...(pauseReason === "manual" ? { paused: true } : {}),
  };
}

function tokensOf(state: State): Section<"serviceTokens"> {
  const clearPaths = clearPathsOf(state);
  // In order of creation, like everything else in the file.
  return mapped(state.serviceTokens.toReversed(), ({ labels, scopes, environmentIds, keys, expiresAt }) => ({
    ...labelled(labels),
    scopes,
    ...(environmentIds.length === 0 ? {} : { environments: clearPaths(environmentIds) }),
    ...(keys.length === 0 ? {} : { keys }),
    expiresAt: expiresAt ?? "never",
  }));
}

function webhooksOf(state: State): Section<"webhooks"> {
  const reference = references("WEBHOOK_URL");
  return mapped(state.webhooks, ({ name, labels, format, types, enabled }) => ({
    ...labelled(labels),
    // A reference, because anyone who knows the URL may be able to post there.
    url: reference(name),
    format,
    ...(types.length === 0 ? {} : { types }),
    ...(enabled ? {} : { enabled }),
  }));
}

function labelled(labels: Labels): { labels?: Labels } {
  return Object.keys(labels).length === 0 ? {} : { labels };
}

/**
 * Items by name. The result is a Map, because an object would sort names that are numbers. Throws `conflict` for a name that no
 * file can have.
 */
function mapped<Item extends { name: string }, Value>(
  items: readonly Item[],
  valueOf: (item: Item) => Value,
): Map<string, Value> {
  const unusable = items.find(({ name }) => name === "__proto__");
  if (unusable !== undefined)
    throw new DomainError(
      "conflict",
      `A configuration file can't contain the name "${unusable.name}". Rename what has this name.`,
    );
  return new Map(items.map((item) => [item.name, valueOf(item)]));
}

function clearPathsOf(state: State): (ids: readonly string[]) => string[] {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { path } of everyEnvironment(state.apps)) (seen.has(path) ? repeated : seen).add(path);
  return (ids) => {
    const paths = pathsOf(state, ids);
    const unclear = paths.find((path) => repeated.has(path));
    if (unclear === undefined) return paths;
    const message = `Two environments are "${unclear}" in a file, because a name contains a slash. Rename one.`;
    throw new DomainError("conflict", message);
  };
}

/** Gives each name a variable of its own, such as OPENAI_ADMIN_KEY for "OpenAI". */
function references(suffix: string): (name: string) => Reference {
  const taken = new Set<string>();
  return (name) => {
    const stem = name
      .toUpperCase()
      .replaceAll(/[^A-Z0-9]+/g, "_")
      .replaceAll(/^_|_$/g, "")
      .slice(0, 150);
    const wanted = VARIABLE_NAME.test(stem) ? `${stem}_${suffix}` : suffix;
    let env = wanted;
    for (let nth = 2; taken.has(env); nth += 1) env = `${wanted}_${nth}`;
    taken.add(env);
    return { env };
  };
}

function write(written: object, state: State): string {
  const document = new Document(written, { version: "1.2", aliasDuplicateObjects: false });
  const projects = new Map(state.rotatingSecrets.map(({ config }) => [config.projectId, config.projectName]));
  visit(document, {
    Pair(_, { key, value }) {
      const name =
        isScalar(key) && key.value === "project" && isScalar(value)
          ? projects.get(String(value.value))
          : undefined;
      // OpenAI's users choose the name, so it may contain anything.
      if (name !== undefined && isScalar(value)) value.comment = ` ${printable(name, 100)}`;
    },
    Scalar(_, node) {
      // Only a double-quoted text can escape control and invisible characters. A block of lines would lose spaces.
      if (typeof node.value === "string" && /\p{C}/u.test(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return escapeInvisible(document.toString({ lineWidth: 0 }));
}
