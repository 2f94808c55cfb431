/** Limits of the audit log's filter: the console doesn't send what the API refuses. */
export const AUDIT_WORDS_MAX_LENGTH = 200;
export const AUDIT_ACTION_MAX_LENGTH = 100;
