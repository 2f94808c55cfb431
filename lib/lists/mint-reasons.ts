/** Why a key is minted, in order of precedence. The words complete "Rotated because …". */
export const MINT_REASONS = {
  first_key: "no key existed yet",
  break_glass: "someone requested break-glass",
  key_removed: "the current key was removed at the provider",
  unknown_account: "the provider had a service account that no row knew, as after a restore",
  operator: "someone requested it",
  resumed: "the schedule was resumed",
  key_end: "the current key has an expiry",
  schedule: "it was scheduled",
  retry: "the previous attempt created no key",
} as const;

export type MintReason = keyof typeof MINT_REASONS;
// The keys of a literal object are those of its type.
export const MINT_REASON_CODES = Object.keys(MINT_REASONS) as MintReason[];

/** The words for a stored reason. Null if this version doesn't know it. */
export function reasonWords(stored: unknown): string | null {
  const known = MINT_REASON_CODES.find((code) => code === stored);
  return known === undefined ? null : MINT_REASONS[known];
}
