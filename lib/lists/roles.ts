/** What a member may be, from most to least. */
export const ROLES = ["owner", "admin", "developer", "viewer"] as const;

/** What a developer or viewer may be in one environment. */
export const ENVIRONMENT_ROLES = ["developer", "viewer", "none"] as const;
