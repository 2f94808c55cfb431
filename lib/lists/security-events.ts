/** Possible attacks, and attempts to exceed permissions. */
export type SecurityEvent =
  | "denied"
  | "bad_token"
  | "foreign_origin"
  | "throttled"
  | "sign_in_refused"
  | "invitation_refused"
  | "setup_code_refused";
