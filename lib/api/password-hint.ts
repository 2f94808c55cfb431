/**
 * The hint shown before people choose a password. Separate from the schemas, which pages load only when they
 * need them.
 */
export const PASSWORD_HINT = "At least 15 characters, or fewer that are hard to guess.";
