/** What a configuration file contains, in words. */
export const CONFIGURATION_KINDS = {
  app: "app",
  environment: "environment",
  third_party_credential: "third-party credential",
  rotating_secret: "rotating secret",
  service_token: "service token",
  webhook: "webhook",
} as const;

export type ConfigurationKind = keyof typeof CONFIGURATION_KINDS;
