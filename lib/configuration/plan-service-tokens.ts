import type { Actor } from "@/lib/access/context";
import type { Configuration, DesiredServiceToken } from "@/lib/api/configuration";
import type { Labels } from "@/lib/api/labels";
import type { ServiceToken } from "@/lib/api/service-tokens";
import { databaseNow } from "@/lib/db";
import { DomainError } from "@/lib/errors";
import { given } from "@/lib/formats/given";
import { createToken } from "@/lib/tokens/create-token";
import { tokenExpiry } from "@/lib/tokens/expiry";
import { revokeToken } from "@/lib/tokens/revoke-token";
import { updateToken } from "@/lib/tokens/update-token";
import { environmentIds, pathCheck, pathsOf } from "./places";
import type { State } from "./read-state";
import { changesTo, deletion, isLabel, labelFields, listed, type Step } from "./step";

const RIGHT = { action: "tokens:manage" } as const;

export function planServiceTokens(file: Configuration, state: State): Step[] {
  const check = pathCheck(state, file);
  return Object.entries(file.serviceTokens ?? {}).flatMap(([name, wanted]) => {
    check(wanted.environments ?? [], fieldOf(name));
    const existing = state.serviceTokens.find((one) => one.name === name);
    return existing === undefined ? [created(name, wanted, state)] : edited(existing, wanted, state);
  });
}

const fieldOf = (name: string) => `serviceTokens.${name}.environments`;

/** Null if the token never expires. Undefined if the file doesn't set an expiry. */
function expiryOf({ expiresAt }: DesiredServiceToken): string | null | undefined {
  if (expiresAt === undefined) return undefined;
  return expiresAt === "never" ? null : new Date(expiresAt).toISOString();
}

function fieldsOf(wanted: DesiredServiceToken, before: Labels = {}) {
  const expiresAt = expiryOf(wanted);
  return {
    ...labelFields(wanted.labels, before),
    scopes: listed(wanted.scopes),
    environments: listed(wanted.environments ?? []),
    keys: listed([...new Set(wanted.keys)]),
    expiresAt: expiresAt === null ? "never" : expiresAt,
  };
}

function created(name: string, wanted: DesiredServiceToken, state: State): Step {
  const expiresAt = expiryOf(wanted);
  return {
    action: "create",
    kind: "service_token",
    name,
    changes: changesTo(null, fieldsOf(wanted)),
    effect: null,
    showsText: true,
    stage: "service tokens",
    right: RIGHT,
    async check({ ctx }) {
      tokenExpiry(ctx.actor, expiresAt, await databaseNow(ctx.db));
    },
    async perform({ ctx }) {
      const { token } = await createToken(ctx, {
        name,
        scopes: wanted.scopes,
        labels: wanted.labels,
        ...given({
          environmentIds: environmentIds(state, wanted.environments, fieldOf(name)),
          keys: wanted.keys,
          expiresAt,
        }),
      });
      return token;
    },
  };
}

function edited(existing: ServiceToken, wanted: DesiredServiceToken, state: State): Step[] {
  const { id, name, scopes } = existing;
  const before = {
    ...labelFields(existing.labels),
    scopes: listed(scopes),
    environments: listed(pathsOf(state, existing.environmentIds)),
    keys: listed(existing.keys),
    expiresAt: existing.expiresAt ?? "never",
  };
  const changes = changesTo(before, fieldsOf(wanted, existing.labels));
  const fixed = changes.filter((change) => change.field !== "expiresAt" && !isLabel(change));
  if (fixed.length > 0) throw cantChange(name, fixed);
  if (changes.length === 0) return [];
  const expiresAt = changes.every(isLabel) ? undefined : expiryOf(wanted);
  const labels = changes.some(isLabel) ? wanted.labels : undefined;
  return [
    {
      action: "change",
      kind: "service_token",
      name,
      changes,
      effect: null,
      showsText: false,
      stage: "service tokens",
      right: RIGHT,
      async perform({ ctx }) {
        await updateToken(ctx, { id, ...given({ expiresAt, labels }) });
        return null;
      },
    },
  ];
}

function cantChange(name: string, fixed: Step["changes"]): DomainError {
  const words = fixed
    .map(({ field, before, after }) => `${field} from ${String(before)} to ${String(after)}`)
    .join(" and ");
  const message = `The service token "${name}" exists, so Phase can't change its ${words}. Add a token with a new name to the file, give it to your programs, then revoke this one.`;
  return new DomainError("conflict", message, { issues: [{ path: `serviceTokens.${name}`, message }] });
}

/**
 * The steps that delete the tokens that the section leaves out. The caller's own token is kept, as are those whose deletion would
 * also end it.
 */
export function pruneServiceTokens(
  { serviceTokens: kept }: Configuration,
  state: State,
  actor: Actor,
): Step[] {
  if (kept === undefined) return [];
  const own = actor.kind === "token" ? lineOf(actor.tokenId, state.serviceTokens) : [];
  return state.serviceTokens
    .filter(({ id, name }) => !Object.hasOwn(kept, name) && !own.includes(id))
    .map(({ id, name }) =>
      deletion({
        kind: "service_token",
        name,
        effect:
          "Programs that use it are refused immediately, as are those that use a token that it created.",
        stage: "deleted service tokens",
        right: RIGHT,
        async perform({ ctx }) {
          await revokeToken(ctx, { id });
          return null;
        },
      }),
    );
}

/** The ID of a token, followed by the IDs of the tokens in its line of creators. */
function lineOf(id: string, tokens: readonly ServiceToken[]): string[] {
  const madeBy = tokens.find((token) => token.id === id)?.madeBy ?? null;
  return [id, ...(madeBy?.kind === "token" ? lineOf(madeBy.id, tokens) : [])];
}
