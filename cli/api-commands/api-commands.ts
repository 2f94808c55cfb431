import { ACCESS } from "./access";
import type { ApiCommand } from "./command";
import { INTEGRATIONS } from "./integrations";
import { ROTATING_SECRETS } from "./rotating-secrets";
import { SECRETS } from "./secrets";

/** Every command that is one call of the API. */
export const API_COMMANDS: readonly ApiCommand[] = [
  ...SECRETS,
  ...ROTATING_SECRETS,
  ...INTEGRATIONS,
  ...ACCESS,
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

/** What people see of a group in `phase --help`. */
export const GROUPS: Readonly<Record<string, string>> = {
  secrets: "read and change the secrets of an environment",
  "rotating-secrets": "look at rotating secrets and act on them",
  credentials: "third-party credentials: the admin keys that Phase rotates with",
  webhooks: "where Phase reports what happens",
  apps: "apps and their environments",
  environments: "environments of apps",
  tokens: "service tokens",
  members: "people of the organisation",
  audit: "the audit log",
};
