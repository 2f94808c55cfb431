/** The roles of a member, from most to least permissions. */
export const ROLES = ["owner", "admin", "developer", "viewer"] as const;

/** The roles of a developer or viewer in one environment. */
export const ENVIRONMENT_ROLES = ["developer", "viewer", "none"] as const;
