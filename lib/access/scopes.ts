/** What a service token may be made for. */
export const SCOPES = ["secrets:read", "rotation:manage", "credentials:manage", "admin"] as const;
export type Scope = (typeof SCOPES)[number];
