/** How much the audit log's filter takes: what the API refuses, the console does not send. */
export const AUDIT_WORDS_MAX_LENGTH = 200;
export const AUDIT_ACTION_MAX_LENGTH = 100;
