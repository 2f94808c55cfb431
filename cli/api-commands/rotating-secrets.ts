import { InvalidArgumentError } from "commander";
import { OUTPUT_NAMES } from "@/lib/lists/outputs";
import { parseSpan, parseTime } from "../option-parsers";
import { cell } from "./cell";
import { LABEL_FILTER, LABELS, NEW_LABELS } from "./labels";
import type { ApiCommand, Column, CommandOption, Item } from "./command";

const PATH = "/rotating-secrets/{id}";
const WHICH = [{ name: "rotating-secret", fills: "id", kind: "rotatingSecret" }] as const;
const WHICH_CREDENTIAL = [...WHICH, { name: "credential", fills: "credentialId", kind: "minted" }] as const;

export function stateOf({ state, pauseReason }: Item): string {
  return pauseReason === null ? cell(state) : `${cell(state)} (${cell(pauseReason)})`;
}

const COLUMNS: Column[] = [
  ["ID", "id"],
  ["NAME", "name"],
  ["ENVIRONMENT", ({ environment, environmentId }) => environment ?? environmentId],
  ["HEALTH", "health"],
  ["STATE", stateOf],
  ["NEXT ROTATION", "nextRotationAt"],
];

// prettier-ignore
const READER_COLUMNS: Column[] = [["TOKEN", "serviceToken.name"], ["HOLDS", "holds"], ["LAST READ", "readAt"], ["CREDENTIAL ID", "credentialId"]];
const CREDENTIAL_COLUMNS: Column[] = [
  ["ID", "id"],
  ["STATUS", "status"],
  ["SERVICE ACCOUNT", "serviceAccountName"],
  ["MINTED", "mintedAt"],
  ["REVOKE", "revokeAt"],
  ["REVOKED", "revokedAt"],
];

/** The state after an action, in a line or two. */
function standing(secret: Item): string {
  const { name, health, rotating, nextRotationAt, lastFailure } = secret;
  const next = rotating === true ? "rotating now" : `next rotation ${cell(nextRotationAt)}`;
  const failure =
    typeof lastFailure === "object" && lastFailure !== null && "message" in lastFailure
      ? `\nlast failure: ${cell(lastFailure.message)}`
      : "";
  return `${cell(name)}: ${stateOf(secret)}, ${cell(health)}, ${next}${failure}`;
}

function parseOutput(text: string): Record<string, string> {
  const [output = "", key = "", ...rest] = text.split("=");
  const known = OUTPUT_NAMES.find((name) => name === output);
  if (known === undefined || key === "" || rest.length > 0) {
    throw new InvalidArgumentError(`Use OUTPUT=KEY, with an output of ${OUTPUT_NAMES.join(", ")}.`);
  }
  return { [known]: key };
}

const FIELDS: CommandOption[] = [
  { flag: "--description <text>", does: "what it is for", body: "description" },
  {
    flag: "--template <template>",
    does: "names of service accounts, with {id} in them",
    body: "config.nameTemplate",
  },
  {
    flag: "--key-lifetime <time>",
    does: "time after which keys expire, such as 60d",
    body: "config.keyLifetimeSeconds",
    parse: parseSpan,
  },
];

const essential = (required: boolean): CommandOption[] => {
  const must = required ? ({ required: true } as const) : {};
  return [
    {
      flag: "--credential <credential>",
      does: "third-party credential: its name or ID",
      body: "thirdPartyCredentialId",
      kind: "credential",
      ...must,
    },
    {
      flag: "--project <project>",
      does: "project at the provider: its name or ID",
      body: "config.projectId",
      kind: "project",
      ...must,
    },
    {
      flag: "--interval <time>",
      does: "time between rotations, such as 30d",
      body: "rotationIntervalSeconds",
      parse: parseSpan,
      ...must,
    },
    {
      flag: "--delay <time>",
      does: "how long the previous key keeps working, such as 10d",
      body: "revocationDelaySeconds",
      parse: parseSpan,
      ...must,
    },
    {
      flag: "--map <output=KEY>",
      does: "secret that holds an output, such as api_key=OPENAI_API_KEY; may be repeated",
      body: "outputs",
      parse: parseOutput,
      isList: true,
      ...must,
    },
  ];
};

export const ROTATING_SECRETS: ApiCommand[] = [
  {
    name: "rotating-secrets list",
    does: "list rotating secrets with their health and next rotation",
    route: "GET /environments/{id}/rotating-secrets",
    environment: "each",
    list: "rotatingSecrets",
    options: [LABEL_FILTER],
    columns: COLUMNS,
  },
  {
    name: "rotating-secrets get",
    does: "show a rotating secret with all its fields",
    route: `GET ${PATH}`,
    args: WHICH,
  },
  {
    name: "rotating-secrets create",
    does: "create a rotating secret and mint its first key",
    route: "POST /environments/{id}/rotating-secrets",
    environment: "one",
    args: [{ name: "name", body: "name" }],
    body: { provider: "openai" },
    options: [
      ...essential(true),
      ...FIELDS,
      LABELS,
      { flag: "--dry-run", does: "show the schedule and create nothing", query: "dryRun", means: "true" },
    ],
    columns: COLUMNS,
  },
  {
    name: "rotating-secrets edit",
    does: "change a rotating secret; a rotation in progress keeps its values",
    route: `PATCH ${PATH}`,
    args: WHICH,
    options: [
      { flag: "--name <name>", does: "new name", body: "name" },
      ...essential(false),
      ...FIELDS,
      NEW_LABELS,
      { flag: "--dry-run", does: "show what it would be and change nothing", query: "dryRun", means: "true" },
    ],
    columns: COLUMNS,
  },
  {
    name: "rotating-secrets rotate",
    does: "mint a new key now",
    route: `POST ${PATH}/rotate`,
    args: WHICH,
    options: [
      {
        flag: "--break-glass",
        does: "revoke every other live credential immediately, without the revocation delay",
        body: "mode",
        means: "break_glass",
        byDefault: "graceful",
      },
    ],
    confirm: "Revokes every other live key of {rotating-secret} immediately.",
    confirmOnlyWith: "--break-glass",
    waits: true,
    says: standing,
  },
  {
    name: "rotating-secrets pause",
    does: "pause the schedule; revocations continue",
    route: `POST ${PATH}/pause`,
    args: WHICH,
    says: standing,
  },
  {
    name: "rotating-secrets resume",
    does: "resume the schedule; without an option: rotate now after a failure, else keep the schedule",
    route: `POST ${PATH}/resume`,
    args: WHICH,
    options: [
      {
        flag: "--now",
        does: "rotate immediately",
        body: "when",
        means: "now",
        conflicts: "keepSchedule",
      },
      {
        flag: "--keep-schedule",
        does: "rotate when the schedule says",
        body: "when",
        means: "keep_schedule",
      },
    ],
    waits: true,
    says: standing,
  },
  {
    name: "rotating-secrets delete",
    does: "delete a rotating secret and its secrets, and revoke its live credentials",
    route: `DELETE ${PATH}`,
    args: WHICH,
    confirm: "Deletes {rotating-secret} with its secrets, and revokes its live keys immediately.",
    says: "Deleted {rotating-secret}.",
  },
  {
    name: "rotating-secrets schedule",
    does: "show the next rotations and revocations",
    route: `GET ${PATH}/schedule`,
    args: WHICH,
    options: [{ flag: "--count <number>", does: "number of rotations", query: "count" }],
    list: "schedule",
    columns: [
      ["MINT", "mintAt"],
      ["REVOKE", "revokeAt"],
    ],
  },
  {
    name: "rotating-secrets events",
    does: "list the events of a rotating secret, newest first",
    route: `GET ${PATH}/events`,
    args: WHICH,
    options: [
      { flag: "--type <type>", does: "events of this type only", query: "type" },
      { flag: "--since <time>", does: "from this time on", query: "since", parse: parseTime },
      { flag: "--until <time>", does: "before this time", query: "until", parse: parseTime },
    ],
    list: "events",
    isLong: true,
    columns: [
      ["AT", "at"],
      ["TYPE", "type"],
      ["ACTOR", "actor"],
      ["CREDENTIAL", "credentialId"],
      ["DETAIL", "detail"],
    ],
  },
  {
    name: "rotating-secrets credentials",
    does: "list the credentials of a rotating secret, newest first",
    route: `GET ${PATH}/credentials`,
    args: WHICH,
    list: "credentials",
    isLong: true,
    columns: CREDENTIAL_COLUMNS,
  },
  {
    name: "rotating-secrets readers",
    does: "list the service tokens that have read a rotating secret's key, and which key each has",
    route: `GET ${PATH}/readers`,
    args: WHICH,
    list: "readers",
    isLong: true,
    columns: READER_COLUMNS,
  },
  {
    name: "rotating-secrets revoke",
    does: "revoke a credential of a rotating secret now, except the active one",
    route: `POST ${PATH}/credentials/{credentialId}/revoke`,
    args: WHICH_CREDENTIAL,
    confirm: "Revokes {credential} immediately.",
    columns: CREDENTIAL_COLUMNS,
  },
  {
    name: "rotating-secrets extend",
    does: "give an expiring credential more time",
    route: `POST ${PATH}/credentials/{credentialId}/extend`,
    args: WHICH_CREDENTIAL,
    options: [
      {
        flag: "--by <time>",
        does: "time to add, such as 2d",
        body: "seconds",
        parse: parseSpan,
        required: true,
      },
    ],
    columns: CREDENTIAL_COLUMNS,
  },
  {
    name: "rotating-secrets forget",
    does: "stop trying to revoke a credential; the audit log keeps the reason",
    route: `POST ${PATH}/credentials/{credentialId}/forget`,
    args: WHICH_CREDENTIAL,
    options: [{ flag: "--reason <text>", does: "why", body: "reason", required: true }],
    confirm:
      "Stops trying to revoke {credential}. If it still exists at the provider, its key keeps working.",
    columns: CREDENTIAL_COLUMNS,
  },
];
