import { parseTime } from "../option-parsers";
import { LABEL_FILTER, LABELS, NEW_LABELS } from "./labels";
import type { ApiCommand, Column, CommandOption } from "./command";

const APP_COLUMNS: Column[] = [
  ["APP", "name"],
  ["ENVIRONMENT", "environment.name"],
  ["ENVIRONMENT ID", "environment.id"],
];

const ENVIRONMENT_COLUMNS: Column[] = [
  ["ID", "id"],
  ["NAME", "name"],
];

const TOKEN_COLUMNS: Column[] = [
  ["ID", "id"],
  ["NAME", "name"],
  ["SCOPES", "scopes"],
  ["EXPIRES", "expiresAt"],
  ["LAST USED", "lastUsedAt"],
];
const EXPIRES: CommandOption = {
  flag: "--expires <time>",
  does: "when it expires, such as 90d, a time, or never",
  body: "expiresAt",
  parse: (text) => (text === "never" ? null : parseTime(text)),
};
const WHICH_TOKEN = [{ name: "token", fills: "id", kind: "token" }] as const;

const MEMBER_COLUMNS: Column[] = [
  ["ID", "id"],
  ["EMAIL", "email"],
  ["NAME", "name"],
  ["ROLE", "role"],
  ["LAST SEEN", "lastSeenAt"],
];
const WHICH_MEMBER = [{ name: "member", fills: "id", kind: "member" }] as const;

const environmentsOf: ApiCommand["rows"] = (app) =>
  (app["environments"] as unknown[]).map((environment) => ({ ...app, environment }));

/** Apps, and who may access them. */
export const ACCESS: ApiCommand[] = [
  {
    name: "apps list",
    does: "list apps with their environments",
    route: "GET /apps",
    list: "apps",
    options: [LABEL_FILTER],
    rows: environmentsOf,
    columns: APP_COLUMNS,
  },
  {
    name: "apps get",
    does: "show an app with its environments",
    route: "GET /apps/{id}",
    args: [{ name: "app", fills: "id", kind: "app" }],
    rows: environmentsOf,
    columns: APP_COLUMNS,
  },
  {
    name: "apps create",
    does: "create an app with Development, Staging and Production",
    route: "POST /apps",
    args: [{ name: "name", body: "name" }],
    options: [LABELS],
    rows: environmentsOf,
    columns: APP_COLUMNS,
  },
  {
    name: "apps edit",
    does: "change an app's name or labels, or reorder its environments",
    route: "PATCH /apps/{id}",
    args: [{ name: "app", fills: "id", kind: "app" }],
    options: [
      { flag: "--name <name>", does: "new name", body: "name" },
      {
        flag: "--order <environment>",
        does: "an environment as app/environment; repeat it for each, in the new order",
        body: "environmentIds",
        kind: "environment",
        isList: true,
      },
      NEW_LABELS,
    ],
    rows: environmentsOf,
    columns: APP_COLUMNS,
  },
  {
    name: "apps delete",
    does: "delete an app with its environments and their secrets; not while it has rotating secrets",
    route: "DELETE /apps/{id}",
    args: [{ name: "app", fills: "id", kind: "app" }],
    confirm: "Deletes {app} with its environments and all their secrets.",
    says: "Deleted {app}.",
  },
  {
    name: "environments create",
    does: "add an environment to an app",
    route: "POST /apps/{id}/environments",
    args: [
      { name: "app", fills: "id", kind: "app" },
      { name: "name", body: "name" },
    ],
    options: [LABELS],
    columns: ENVIRONMENT_COLUMNS,
  },
  {
    name: "environments edit",
    does: "change an environment's name or labels",
    route: "PATCH /environments/{id}",
    args: [{ name: "environment", fills: "id", kind: "environment" }],
    options: [{ flag: "--name <name>", does: "new name", body: "name" }, NEW_LABELS],
    columns: ENVIRONMENT_COLUMNS,
  },
  {
    name: "environments rename",
    does: "rename an environment; programs that use its ID don't notice",
    route: "PATCH /environments/{id}",
    args: [
      { name: "environment", fills: "id", kind: "environment" },
      { name: "name", body: "name" },
    ],
    columns: ENVIRONMENT_COLUMNS,
  },
  {
    name: "environments delete",
    does: "delete an environment with its secrets; not while it has rotating secrets",
    route: "DELETE /environments/{id}",
    args: [{ name: "environment", fills: "id", kind: "environment" }],
    confirm: "Deletes {environment} with all its secrets.",
    says: "Deleted {environment}.",
  },
  {
    name: "tokens list",
    does: "list service tokens",
    route: "GET /service-tokens",
    list: "serviceTokens",
    options: [LABEL_FILTER],
    columns: TOKEN_COLUMNS,
  },
  {
    name: "tokens get",
    does: "show a service token, but not the token itself",
    route: "GET /service-tokens/{id}",
    args: WHICH_TOKEN,
  },
  {
    name: "tokens create",
    does: "create a service token; it is shown only once",
    route: "POST /service-tokens",
    args: [{ name: "name", body: "name" }],
    options: [
      {
        flag: "--scope <scope>",
        does: "what it may do; may be repeated",
        body: "scopes",
        isList: true,
        required: true,
      },
      {
        flag: "--only <environment>",
        does: "environment that the token may use; may be repeated (default: all)",
        body: "environmentIds",
        kind: "environment",
        isList: true,
      },
      {
        flag: "--key <key>",
        does: "key that it may use, or the beginning of keys such as STRIPE_*; may be repeated (default: all)",
        body: "keys",
        isList: true,
      },
      EXPIRES,
      LABELS,
    ],
    columns: [...TOKEN_COLUMNS, ["TOKEN", "token"]],
  },
  {
    name: "tokens edit",
    does: "change a service token's name, labels or expiry",
    route: "PATCH /service-tokens/{id}",
    args: WHICH_TOKEN,
    options: [{ flag: "--name <name>", does: "its new name", body: "name" }, EXPIRES, NEW_LABELS],
    columns: TOKEN_COLUMNS,
  },
  {
    name: "tokens keep",
    does: "keep a service token after its creator leaves",
    route: "POST /service-tokens/{id}/keep",
    args: WHICH_TOKEN,
    columns: TOKEN_COLUMNS,
  },
  {
    name: "tokens revoke",
    does: "revoke a service token now",
    route: "DELETE /service-tokens/{id}",
    args: WHICH_TOKEN,
    confirm: "Revokes the service token {token}. Phase refuses programs that use it immediately.",
    says: "Revoked {token}.",
  },
  {
    name: "members list",
    does: "list the organisation's members",
    route: "GET /members",
    list: "members",
    columns: MEMBER_COLUMNS,
  },
  {
    name: "members get",
    does: "show a member",
    route: "GET /members/{id}",
    args: WHICH_MEMBER,
  },
  {
    name: "members add",
    does: "add a member; prints a link for choosing a password, unless Phase emailed it",
    route: "POST /members",
    args: [{ name: "email", body: "email" }],
    options: [
      { flag: "--role <role>", does: "owner, admin, developer or viewer", body: "role", required: true },
      { flag: "--name <name>", does: "name of the member", body: "name" },
    ],
    columns: [...MEMBER_COLUMNS, ["LINK", "invitation.link"]],
  },
  {
    name: "members edit",
    does: "change a member's role",
    route: "PATCH /members/{id}",
    args: WHICH_MEMBER,
    options: [
      { flag: "--role <role>", does: "owner, admin, developer or viewer", body: "role", required: true },
    ],
    columns: MEMBER_COLUMNS,
  },
  {
    name: "members invite",
    does: "create a new link with which a member chooses a password",
    route: "POST /members/{id}/invitation",
    args: WHICH_MEMBER,
    columns: [
      ["LINK", "link"],
      ["EXPIRES", "expiresAt"],
    ],
  },
  {
    name: "members uninvite",
    does: "withdraw a member's unused link",
    route: "DELETE /members/{id}/invitation",
    args: WHICH_MEMBER,
    confirm: "Withdraws the link of {member}.",
    says: "Withdrew the link of {member}.",
  },
  {
    name: "members remove",
    does: "remove a member, and end their sessions and tokens",
    route: "DELETE /members/{id}",
    args: WHICH_MEMBER,
    confirm: "Removes {member}, and ends their sessions and tokens.",
    says: "Removed {member}.",
  },
  {
    name: "audit list",
    does: "show the organisation's audit log, newest first",
    route: "GET /audit",
    list: "entries",
    isLong: true,
    columns: [
      ["AT", "at"],
      ["ACTION", "action"],
      ["ACTOR", "actor"],
      ["SUBJECT", ({ subjectName, subjectId }) => subjectName ?? subjectId],
      ["IP", "ip"],
    ],
  },
];
