import type { Configuration, DesiredCredential } from "@/lib/api/configuration";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { adminApiKeySchema, type ThirdPartyCredential } from "@/lib/api/third-party-credentials";
import { given } from "@/lib/formats/given";
import { assertUnsealed } from "@/lib/instance/instance";
import { createThirdPartyCredential } from "@/lib/third-party-credentials/create-third-party-credential";
import { deleteThirdPartyCredential } from "@/lib/third-party-credentials/delete-third-party-credential";
import { updateThirdPartyCredential } from "@/lib/third-party-credentials/update-third-party-credential";
import { validateAdminKey } from "@/lib/third-party-credentials/validate";
import { environmentIds, pathCheck, pathsOf } from "./places";
import type { State } from "./read-state";
import { changesTo, deletion, type Fields, HIDDEN, labelFields, listed, type Run, type Step } from "./step";
import { referenceName, textOf } from "./texts";

const RIGHT = { action: "credentials:manage" } as const;

/** `replaced` names the credentials whose stored admin key differs from the one that was sent. */
export function planCredentials(file: Configuration, state: State, replaced: ReadonlySet<string>): Step[] {
  const check = pathCheck(state, file);
  return Object.entries(file.thirdPartyCredentials ?? {}).flatMap(([name, wanted]) => {
    check(wanted.environments ?? [], fieldOf(name));
    const existing = state.credentials.find((one) => one.name === name);
    if (existing === undefined) return [created(name, wanted, state)];
    return edited(existing, wanted, state, replaced.has(name));
  });
}

const fieldOf = (name: string) => `thirdPartyCredentials.${name}.environments`;

function limitFields({
  environments,
  projects,
}: Pick<DesiredCredential, "environments" | "projects">): Fields {
  return { environments: listed(environments ?? []), projects: listed(projects ?? []) };
}

function created(name: string, wanted: DesiredCredential, state: State): Step {
  const { provider, adminApiKey, projects } = wanted;
  return {
    action: "create",
    kind: "third_party_credential",
    name,
    changes: changesTo(null, {
      ...labelFields(wanted.labels),
      provider,
      ...limitFields(wanted),
      adminApiKey: HIDDEN,
    }),
    effect: null,
    showsText: false,
    stage: "credentials",
    right: RIGHT,
    needed: referenceName(adminApiKey),
    check: (run) => checkKey(run, wanted),
    async perform({ ctx, values }) {
      await createThirdPartyCredential(ctx, {
        provider,
        name,
        adminApiKey: textOf(adminApiKeySchema, adminApiKey, values),
        labels: wanted.labels,
        ...given({
          environmentIds: environmentIds(state, wanted.environments, fieldOf(name)),
          projectIds: projects,
        }),
      });
      return null;
    },
  };
}

async function checkKey({ ctx, values }: Run, { provider, adminApiKey }: DesiredCredential): Promise<void> {
  await assertUnsealed(ctx);
  await validateAdminKey(ctx, provider, textOf(adminApiKeySchema, adminApiKey, values));
}

function edited(
  existing: ThirdPartyCredential,
  wanted: DesiredCredential,
  state: State,
  isReplaced: boolean,
): Step[] {
  const { id, name } = existing;
  const before = limitFields({
    environments: pathsOf(state, existing.environmentIds ?? []),
    projects: existing.projectIds ?? [],
  });
  const labels = changesTo(labelFields(existing.labels), labelFields(wanted.labels, existing.labels));
  const limits = changesTo(before, limitFields(wanted));
  const key = isReplaced ? [{ field: "adminApiKey", before: HIDDEN, after: HIDDEN }] : [];
  if (labels.length + limits.length + key.length === 0) return [];
  return [
    {
      action: "change",
      kind: "third_party_credential",
      name,
      changes: [...labels, ...limits, ...key],
      effect: null,
      showsText: false,
      stage: isOutgrown(existing, wanted, state) ? "narrowed credentials" : "credentials",
      right: RIGHT,
      ...(isReplaced
        ? { needed: referenceName(wanted.adminApiKey), check: (run) => checkKey(run, wanted) }
        : {}),
      async perform({ ctx, values }) {
        const isNew = (field: string) => limits.some((change) => change.field === field);
        await updateThirdPartyCredential(ctx, {
          id,
          ...given({
            labels: labels.length === 0 ? undefined : wanted.labels,
            adminApiKey: isReplaced ? textOf(adminApiKeySchema, wanted.adminApiKey, values) : undefined,
            environmentIds: isNew("environments")
              ? (environmentIds(state, wanted.environments, fieldOf(name)) ?? null)
              : undefined,
            projectIds: isNew("projects") ? (wanted.projects ?? null) : undefined,
          }),
        });
        return null;
      },
    },
  ];
}

/** Whether a rotating secret still uses the credential outside of its new limits. Another step gives that secret another one. */
function isOutgrown(
  { id }: ThirdPartyCredential,
  { environments, projects }: DesiredCredential,
  state: State,
): boolean {
  return state.rotatingSecrets.some(({ thirdPartyCredentialId, environmentId, config }) => {
    if (thirdPartyCredentialId !== id) return false;
    const [path = ""] = pathsOf(state, [environmentId]);
    return environments?.includes(path) === false || projects?.includes(config.projectId) === false;
  });
}

/**
 * The steps that delete the credentials that the section leaves out. `going` are the rotating secrets that earlier steps delete. A
 * credential that something else needs is kept until a later apply. A key that it minted may be current until the next rotation,
 * and Phase then revokes the key with this credential.
 */
export function pruneCredentials(
  { thirdPartyCredentials: kept }: Configuration,
  state: State,
  going: readonly RotatingSecret[],
): Step[] {
  if (kept === undefined) return [];
  const usesGoing = (id: string) => going.filter((one) => one.thirdPartyCredentialId === id).length;
  return state.credentials
    .filter(({ id, name, usedBy }) => !Object.hasOwn(kept, name) && usedBy <= usesGoing(id))
    .map(({ id, name }) =>
      deletion({
        kind: "third_party_credential",
        name,
        effect: "Phase deletes the admin key that it has stored.",
        stage: "deleted credentials",
        right: RIGHT,
        async perform({ ctx }) {
          await deleteThirdPartyCredential(ctx, { id });
          return null;
        },
      }),
    );
}
