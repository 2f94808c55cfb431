import { ACCESS } from "./access";
import type { ApiCommand } from "./command";
import { INTEGRATIONS } from "./integrations";
import { ROTATING_SECRETS } from "./rotating-secrets";
import { SECRETS } from "./secrets";

/** Every command that makes one API call. */
export const API_COMMANDS: readonly ApiCommand[] = [
  ...SECRETS,
  ...ROTATING_SECRETS,
  ...INTEGRATIONS,
  ...ACCESS,
  {
    name: "system",
    does: "show the problems and the state of this installation",
    route: "GET /system",
    list: "problems",
    columns: [
      ["PROBLEM", "code"],
      ["MESSAGE", "message"],
    ],
  },
  {
    name: "overview",
    does: "show the rotating secrets that need attention, in every environment",
    route: "GET /overview",
    list: "items",
    columns: [
      ["NAME", "rotatingSecret.name"],
      ["APP", "appName"],
      ["ENVIRONMENT", "environmentName"],
      ["HEALTH", "rotatingSecret.health"],
      ["NEXT ROTATION", "rotatingSecret.nextRotationAt"],
      ["FAILURE", "rotatingSecret.lastFailure.message"],
    ],
  },
];

/** The description of a group in `phase --help`. */
export const GROUPS: Readonly<Record<string, string>> = {
  secrets: "read and change the secrets of an environment",
  "rotating-secrets": "show and manage rotating secrets",
  credentials: "third-party credentials: the admin keys that Phase rotates with",
  webhooks: "where Phase reports what happens",
  apps: "apps and their environments",
  environments: "environments of apps",
  tokens: "service tokens",
  members: "members of the organisation",
  audit: "the audit log",
};
