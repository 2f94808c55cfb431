/** What a service token may be allowed to do. */
export const SCOPES = ["secrets:read", "rotation:manage", "credentials:manage", "admin"] as const;
export type Scope = (typeof SCOPES)[number];
