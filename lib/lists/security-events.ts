/** What looks like an attack, or like a person who tries what they may not. */
export type SecurityEvent =
  | "denied"
  | "bad_token"
  | "foreign_origin"
  | "throttled"
  | "sign_in_refused"
  | "invitation_refused"
  | "setup_code_refused";
