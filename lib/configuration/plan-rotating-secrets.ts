import type { Configuration, DesiredRotatingSecret } from "@/lib/api/configuration";
import type { Labels } from "@/lib/api/labels";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { DomainError } from "@/lib/errors";
import { OUTPUT_NAMES } from "@/lib/lists/outputs";
import { given } from "@/lib/formats/given";
import { writeSpan } from "@/lib/formats/span";
import { checkInterval, checkKeysFree, findRoot } from "@/lib/rotation/commands/checks";
import { createRotatingSecret } from "@/lib/rotation/commands/create-rotating-secret";
import { deleteRotatingSecret } from "@/lib/rotation/commands/delete-rotating-secret";
import { pauseRotatingSecret } from "@/lib/rotation/commands/pause-rotating-secret";
import { resumeRotatingSecret } from "@/lib/rotation/commands/resume-rotating-secret";
import { previewUpdate, updateRotatingSecret } from "@/lib/rotation/commands/update-rotating-secret";
import { invalid } from "@/lib/requests/read-input";
import { everyEnvironment, pathOf, pathsOf } from "./places";
import type { State } from "./read-state";
import { changesTo, deletion, type Fields, isLabel, labelFields, type Run, type Step } from "./step";

const ACTION = "rotation:manage";

type Place = {
  /** The name with its app and environment. */
  name: string;
  /** Undefined until an earlier step creates the environment. */
  environmentId: string | undefined;
  /** Undefined until an earlier step creates the third-party credential. */
  credentialId: string | undefined;
  /** No earlier step changes the third-party credential, so what it allows can be checked now. */
  isSettled: boolean;
};

/** `changing` names the third-party credentials that an earlier step creates or changes. */
export function planRotatingSecrets(
  file: Configuration,
  state: State,
  changing: ReadonlySet<string>,
): Step[] {
  return Object.entries(file.apps ?? {}).flatMap(([app, of]) =>
    Object.entries(of?.environments ?? {}).flatMap(([environment, within]) => {
      const environmentId = state.apps
        .find(({ name }) => name === app)
        ?.environments.find(({ name }) => name === environment)?.id;
      return Object.entries(within?.rotatingSecrets ?? {}).flatMap(([name, wanted]) => {
        const credential = wanted.thirdPartyCredential;
        const credentialId = state.credentials.find((one) => one.name === credential)?.id;
        const isSettled = !changing.has(credential);
        if (credentialId === undefined && isSettled) throw noCredential([app, environment, name], credential);
        const existing = state.rotatingSecrets.find(
          (one) => one.environmentId === environmentId && one.name === name,
        );
        const place = { name: `${pathOf(app, environment)}/${name}`, environmentId, credentialId, isSettled };
        const others = state.rotatingSecrets.filter((one) => one.environmentId === environmentId);
        return existing === undefined
          ? [created(place, name, wanted, others)]
          : edited(place, existing, wanted, state);
      });
    }),
  );
}

function noCredential([app = "", environment = "", name = ""]: readonly string[], credential: string): Error {
  const path = `apps.${app}.environments.${environment}.rotatingSecrets.${name}.thirdPartyCredential`;
  return invalid([{ path, message: `No third-party credential named "${credential}".` }]);
}

function fieldsOf(wanted: DesiredRotatingSecret, before: Labels = {}): Fields {
  return {
    ...labelFields(wanted.labels, before),
    description: wanted.description,
    thirdPartyCredential: wanted.thirdPartyCredential,
    project: wanted.project,
    rotationInterval: writeSpan(wanted.rotationInterval),
    revocationDelay: writeSpan(wanted.revocationDelay),
    nameTemplate: wanted.nameTemplate,
    keyLifetime: wanted.keyLifetime === undefined ? null : writeSpan(wanted.keyLifetime),
    ...Object.fromEntries(
      OUTPUT_NAMES.map((output) => [`outputs.${output}`, wanted.outputs[output] ?? null]),
    ),
    paused: wanted.paused === undefined ? undefined : String(wanted.paused),
  };
}

function existingFields(existing: RotatingSecret, wanted: DesiredRotatingSecret, state: State): Fields {
  const { config, outputs, pauseReason } = existing;
  const { projectId, projectName, keyLifetimeSeconds } = config;
  return {
    ...labelFields(existing.labels),
    description: existing.description,
    thirdPartyCredential: state.credentials.find(({ id }) => id === existing.thirdPartyCredentialId)?.name,
    // The file may give the project's name or its ID.
    project: wanted.project === projectName ? projectName : projectId,
    rotationInterval: writeSpan(existing.rotationIntervalSeconds),
    revocationDelay: writeSpan(existing.revocationDelaySeconds),
    nameTemplate: config.nameTemplate,
    keyLifetime: keyLifetimeSeconds === undefined ? null : writeSpan(keyLifetimeSeconds),
    ...Object.fromEntries(OUTPUT_NAMES.map((output) => [`outputs.${output}`, outputs[output] ?? null])),
    // After a failure, Phase pauses the rotating secret until a person resumes it. A file neither causes nor ends such a pause.
    paused: pauseReason === "failure" ? String(wanted.paused ?? false) : String(pauseReason === "manual"),
  };
}

/** `others` are the existing rotating secrets of the environment. */
function created(
  place: Place,
  name: string,
  wanted: DesiredRotatingSecret,
  others: readonly RotatingSecret[],
): Step {
  const { environmentId, credentialId, isSettled } = place;
  const changes = changesTo(null, fieldsOf(wanted));
  return {
    action: "create",
    kind: "rotating_secret",
    name: place.name,
    changes: changes.filter(({ field, after }) => !(field === "description" && after === "")),
    effect: null,
    showsText: false,
    stage: "new rotating secrets",
    right: { action: ACTION, ...given({ environmentId }) },
    async check(run) {
      checkInterval(run.ctx, wanted.rotationInterval);
      if (environmentId === undefined) return;
      refuseRename(wanted, others);
      await checkKeysFree(run.ctx, environmentId, wanted.outputs);
      if (credentialId === undefined || !isSettled) return;
      await findRoot(run.ctx, credentialId, environmentId);
      await run.projectId(credentialId, wanted.project);
    },
    async perform(run) {
      if (environmentId === undefined || credentialId === undefined)
        throw new Error("A step came too early.");
      const { id } = await createRotatingSecret(run.ctx, {
        environmentId,
        name,
        description: wanted.description,
        labels: wanted.labels,
        provider: "openai",
        thirdPartyCredentialId: credentialId,
        config: {
          projectId: await run.projectId(credentialId, wanted.project),
          nameTemplate: wanted.nameTemplate,
          keyLifetimeSeconds: wanted.keyLifetime ?? null,
        },
        rotationIntervalSeconds: wanted.rotationInterval,
        revocationDelaySeconds: wanted.revocationDelay,
        outputs: wanted.outputs,
      });
      if (wanted.paused === true) await pauseRotatingSecret(run.ctx, { id });
      return null;
    },
  };
}

/** Throws `key_exists` for an output that another rotating secret has. Usually it is the same one under its previous name. */
function refuseRename({ outputs }: DesiredRotatingSecret, others: readonly RotatingSecret[]): void {
  const wanted = Object.values(outputs);
  for (const other of others) {
    const key = OUTPUT_NAMES.map((output) => other.outputs[output]).find(
      (own) => own !== undefined && wanted.includes(own),
    );
    if (key === undefined) continue;
    const message = `${key} is an output of "${other.name}". To rename that rotating secret, rename it in Phase first, then in the file. To replace it, use another key.`;
    throw new DomainError("key_exists", message);
  }
}

function edited(place: Place, existing: RotatingSecret, wanted: DesiredRotatingSecret, state: State): Step[] {
  const changes = changesTo(existingFields(existing, wanted, state), fieldsOf(wanted, existing.labels));
  if (changes.length === 0) return [];
  const changed = new Set(changes.map(({ field }) => field));
  const { id } = existing;
  const credentialId = place.credentialId ?? existing.thirdPartyCredentialId;
  const patch = async (run: Run) => ({ id, ...(await editOf(run, credentialId, wanted, changed)) });
  return [
    {
      action: "change",
      kind: "rotating_secret",
      name: place.name,
      changes,
      effect: null,
      showsText: false,
      stage: "edited rotating secrets",
      right: { action: ACTION, environmentId: existing.environmentId },
      async check(run) {
        checkInterval(run.ctx, wanted.rotationInterval);
        if (place.isSettled && place.credentialId !== undefined)
          await previewUpdate(run.ctx, await patch(run));
      },
      async perform(run) {
        if (changed.has("paused") && wanted.paused === true) await pauseRotatingSecret(run.ctx, { id });
        if ([...changed].some((field) => field !== "paused"))
          await updateRotatingSecret(run.ctx, await patch(run));
        if (changed.has("paused") && wanted.paused === false) await resumeRotatingSecret(run.ctx, { id });
        return null;
      },
    },
  ];
}

/** The input that changes only the fields that differ. */
async function editOf(
  run: Run,
  credentialId: string,
  wanted: DesiredRotatingSecret,
  changed: ReadonlySet<string>,
) {
  const isNew = (field: string) => changed.has(field);
  const config = given({
    projectId: isNew("project") ? await run.projectId(credentialId, wanted.project) : undefined,
    nameTemplate: isNew("nameTemplate") ? wanted.nameTemplate : undefined,
    keyLifetimeSeconds: isNew("keyLifetime") ? (wanted.keyLifetime ?? null) : undefined,
  });
  return given({
    description: isNew("description") ? wanted.description : undefined,
    labels: [...changed].some((field) => isLabel({ field })) ? wanted.labels : undefined,
    thirdPartyCredentialId: isNew("thirdPartyCredential") ? credentialId : undefined,
    config: Object.keys(config).length === 0 ? undefined : config,
    rotationIntervalSeconds: isNew("rotationInterval") ? wanted.rotationInterval : undefined,
    revocationDelaySeconds: isNew("revocationDelay") ? wanted.revocationDelay : undefined,
    outputs: OUTPUT_NAMES.some((output) => isNew(`outputs.${output}`)) ? wanted.outputs : undefined,
  });
}

/**
 * Rotating secrets that the file leaves out. They are in environments whose rotating secrets the file lists, or in apps and
 * environments that are deleted.
 */
export function leftOutSecrets({ apps }: Configuration, state: State): RotatingSecret[] {
  if (apps === undefined) return [];
  return everyEnvironment(state.apps).flatMap(({ id: environmentId, name, app }) => {
    const environments = Object.hasOwn(apps, app.name) ? apps[app.name]?.environments : {};
    if (environments === undefined) return [];
    const kept = Object.hasOwn(environments, name) ? environments[name]?.rotatingSecrets : {};
    if (kept === undefined) return [];
    return state.rotatingSecrets.filter(
      (one) => one.environmentId === environmentId && !Object.hasOwn(kept, one.name),
    );
  });
}

export function pruneRotatingSecrets(file: Configuration, state: State): Step[] {
  return leftOutSecrets(file, state).map((one) => {
    const [path = ""] = pathsOf(state, [one.environmentId]);
    return withoutSecret(one, path);
  });
}

function withoutSecret({ id, name, environmentId, outputs }: RotatingSecret, path: string): Step {
  const keys = OUTPUT_NAMES.flatMap((output) => outputs[output] ?? []).join(", ");
  return deletion({
    kind: "rotating_secret",
    name: `${path}/${name}`,
    effect: `Revokes its keys at OpenAI immediately and removes ${keys}. Programs that use them stop working.`,
    stage: "deleted rotating secrets",
    right: { action: ACTION, environmentId },
    async perform({ ctx }) {
      await deleteRotatingSecret(ctx, { id });
      return null;
    },
  });
}
