/** Every query key. A list's key is the beginning of its items' keys, so that invalidating it reaches them. */
export const queryKeys = {
  me: ["me"] as const,
  setup: ["setup"] as const,
  invitation: (token: string | null) => ["invitation", token] as const,
  apps: ["apps"] as const,
  members: ["members"] as const,
  sessions: ["sessions"] as const,
  serviceTokens: ["service-tokens"] as const,
  system: ["system"] as const,
  webhooks: ["webhooks"] as const,
  webhookDeliveries: (id: string) => ["webhooks", id, "deliveries"] as const,
  audit: (filter: string) => ["audit", filter] as const,
  thirdPartyCredentials: ["third-party-credentials"] as const,
  projects: (credentialId: string) => ["third-party-credentials", credentialId, "projects"] as const,
  /** The prefix of every environment's rows. */
  allSecretRows: ["secret-rows"] as const,
  secretRows: (environmentId: string) => ["secret-rows", environmentId] as const,
  foundSecrets: (search: string) => ["found-secrets", search] as const,
  /** The prefix of everything about rotating secrets, including the overview. */
  allRotatingSecrets: ["rotating-secrets"] as const,
  needs: ["rotating-secrets", "needs"] as const,
  failedWithKey: (credentialId: string) => ["rotating-secrets", "failed-with-key", credentialId] as const,
  environmentCounts: ["rotating-secrets", "environments"] as const,
  /** `search` is the query of the URL. */
  overviewRows: (search: string) => ["rotating-secrets", "overview", search] as const,
  /** The prefix of every environment's list. */
  rotatingSecretLists: ["rotating-secrets", "of"] as const,
  rotatingSecrets: (environmentId: string) => ["rotating-secrets", "of", environmentId] as const,
  rotatingSecret: (id: string) => ["rotating-secrets", "one", id] as const,
  mintedCredentials: (id: string) => ["rotating-secrets", "one", id, "credentials"] as const,
  readers: (id: string) => ["rotating-secrets", "one", id, "readers"] as const,
  rotationEvents: (id: string, type: string | null) =>
    ["rotating-secrets", "one", id, "events", type] as const,
};

/** Everything that a change to a rotating secret may affect: every list that shows it. */
export const changedByRotation = (environmentId: string) => [
  queryKeys.secretRows(environmentId),
  queryKeys.allRotatingSecrets,
  queryKeys.thirdPartyCredentials,
];
