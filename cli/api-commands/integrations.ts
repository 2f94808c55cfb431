import { NOTIFICATION_NAMES } from "@/lib/lists/notification-names";
import { LABEL_FILTER, LABELS, NEW_LABELS } from "./labels";
import type { ApiCommand, Column, CommandOption } from "./command";

const CREDENTIAL = "/third-party-credentials/{id}";
const WHICH_CREDENTIAL = [{ name: "credential", fills: "id", kind: "credential" }] as const;
const CREDENTIAL_COLUMNS: Column[] = [
  ["ID", "id"],
  ["NAME", "name"],
  ["PROVIDER", "provider"],
  ["KEY", "keyHint"],
  ["STATUS", "status"],
  ["USED BY", "usedBy"],
  ["VALIDATED", "lastValidatedAt"],
];
const LIMITS: CommandOption[] = [
  {
    flag: "--only <environment>",
    does: "environment in which it may be used; may be repeated",
    body: "environmentIds",
    kind: "environment",
    isList: true,
  },
  {
    flag: "--only-project <id>",
    does: "project in which it may create keys; may be repeated",
    body: "projectIds",
    isList: true,
  },
];

const WEBHOOK = "/webhooks/{id}";
const WHICH_WEBHOOK = [{ name: "webhook", fills: "id", kind: "webhook" }] as const;
const WEBHOOK_COLUMNS: Column[] = [
  ["ID", "id"],
  ["NAME", "name"],
  ["FORMAT", "format"],
  ["ENABLED", "enabled"],
  ["TYPES", "types"],
];
const DELIVERY_COLUMNS: Column[] = [
  ["ID", "id"],
  ["TYPE", "type"],
  ["STATE", "state"],
  ["ATTEMPTS", "attempts"],
  ["LAST STATUS", "lastStatus"],
  ["LAST ERROR", "lastError"],
];
const WEBHOOK_OPTIONS: CommandOption[] = [
  { flag: "--format <format>", does: "standard or slack", body: "format" },
  {
    flag: "--type <type>",
    does: `event to send; may be repeated (default: all): ${NOTIFICATION_NAMES.join(", ")}`,
    body: "types",
    isList: true,
  },
];

/** Other services that Phase works with. */
export const INTEGRATIONS: ApiCommand[] = [
  {
    name: "credentials list",
    does: "list third-party credentials",
    route: "GET /third-party-credentials",
    list: "thirdPartyCredentials",
    options: [LABEL_FILTER],
    columns: CREDENTIAL_COLUMNS,
  },
  {
    name: "credentials get",
    does: "show a third-party credential with all its fields, never its key",
    route: `GET ${CREDENTIAL}`,
    args: WHICH_CREDENTIAL,
  },
  {
    name: "credentials add",
    does: "add a third-party credential; Phase checks its admin key at the provider first",
    route: "POST /third-party-credentials",
    args: [{ name: "name", body: "name" }],
    body: { provider: "openai" },
    secret: { body: "adminApiKey", what: "Admin key" },
    options: [...LIMITS, LABELS],
    columns: CREDENTIAL_COLUMNS,
  },
  {
    name: "credentials edit",
    does: "change a third-party credential's name or labels, or where it may be used",
    route: `PATCH ${CREDENTIAL}`,
    args: WHICH_CREDENTIAL,
    options: [{ flag: "--name <name>", does: "new name", body: "name" }, ...LIMITS, NEW_LABELS],
    columns: CREDENTIAL_COLUMNS,
  },
  {
    name: "credentials replace-key",
    does: "replace the admin key of a third-party credential; Phase checks the new one at the provider first",
    route: `PATCH ${CREDENTIAL}`,
    args: WHICH_CREDENTIAL,
    secret: { body: "adminApiKey", what: "Admin key" },
    columns: CREDENTIAL_COLUMNS,
  },
  {
    name: "credentials test",
    does: "check the admin key of a third-party credential at the provider",
    route: `POST ${CREDENTIAL}/test`,
    args: WHICH_CREDENTIAL,
    columns: CREDENTIAL_COLUMNS,
  },
  {
    name: "credentials projects",
    does: "list the provider's projects that a third-party credential may use",
    route: `GET ${CREDENTIAL}/openai/projects`,
    args: WHICH_CREDENTIAL,
    options: [{ flag: "--all", does: "also those it may not be used for", query: "all", means: "true" }],
    list: "projects",
    columns: [
      ["ID", "id"],
      ["NAME", "name"],
      ["RESIDENCY", "residency"],
    ],
  },
  {
    name: "credentials delete",
    does: "delete a third-party credential that no rotating secret needs",
    route: `DELETE ${CREDENTIAL}`,
    args: WHICH_CREDENTIAL,
    confirm: "Deletes the third-party credential {credential}.",
    says: "Deleted {credential}.",
  },
  {
    name: "webhooks list",
    does: "list webhooks",
    route: "GET /webhooks",
    list: "webhooks",
    options: [LABEL_FILTER],
    columns: WEBHOOK_COLUMNS,
  },
  {
    name: "webhooks get",
    does: "show a webhook with all its fields",
    route: `GET ${WEBHOOK}`,
    args: WHICH_WEBHOOK,
  },
  {
    name: "webhooks add",
    does: "add a webhook; its signing secret is shown only once",
    route: "POST /webhooks",
    args: [{ name: "name", body: "name" }],
    // Anyone who knows a URL may be able to write there.
    secret: { body: "url", what: "URL" },
    options: [...WEBHOOK_OPTIONS, LABELS],
    columns: [...WEBHOOK_COLUMNS, ["SECRET", "secret"]],
  },
  {
    name: "webhooks edit",
    does: "change a webhook",
    route: `PATCH ${WEBHOOK}`,
    args: WHICH_WEBHOOK,
    options: [
      { flag: "--name <name>", does: "new name", body: "name" },
      ...WEBHOOK_OPTIONS,
      NEW_LABELS,
      {
        flag: "--enable",
        does: "turn it on",
        body: "enabled",
        means: true,
        conflicts: "disable",
      },
      { flag: "--disable", does: "turn it off", body: "enabled", means: false },
    ],
    columns: WEBHOOK_COLUMNS,
  },
  {
    name: "webhooks rotate-secret",
    does: "create a new signing secret; the previous one also signs for a day",
    route: `POST ${WEBHOOK}/rotate-secret`,
    args: WHICH_WEBHOOK,
    columns: [...WEBHOOK_COLUMNS, ["SECRET", "secret"]],
  },
  {
    name: "webhooks test",
    does: "send a test message",
    route: `POST ${WEBHOOK}/test`,
    args: WHICH_WEBHOOK,
    columns: DELIVERY_COLUMNS,
  },
  {
    name: "webhooks deliveries",
    does: "list the deliveries of a webhook, newest first",
    route: `GET ${WEBHOOK}/deliveries`,
    args: WHICH_WEBHOOK,
    list: "deliveries",
    isLong: true,
    columns: DELIVERY_COLUMNS,
  },
  {
    name: "webhooks redeliver",
    does: "send a delivery again",
    route: `POST ${WEBHOOK}/deliveries/{deliveryId}/redeliver`,
    args: [...WHICH_WEBHOOK, { name: "delivery", fills: "deliveryId" }],
    columns: DELIVERY_COLUMNS,
  },
  {
    name: "webhooks delete",
    does: "delete a webhook",
    route: `DELETE ${WEBHOOK}`,
    args: WHICH_WEBHOOK,
    confirm: "Deletes the webhook {webhook}. Queued deliveries are lost.",
    says: "Deleted {webhook}.",
  },
];
