/** What people are told before they choose a password. Apart from the schemas, which no page loads before it needs them. */
export const PASSWORD_HINT = "At least 15 characters, or fewer that are hard to guess.";
