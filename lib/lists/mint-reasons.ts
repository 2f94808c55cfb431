/** Why a key is minted, in the order of precedence. The words end the sentence "Rotated because …". */
export const MINT_REASONS = {
  first_key: "there was no key yet",
  break_glass: "someone asked for break-glass",
  key_removed: "the current key was removed at the provider",
  unknown_account: "the provider had a service account that no row knew, as after a restore",
  operator: "someone asked for it",
  resumed: "the schedule was resumed",
  key_end: "the current key has an expiry",
  schedule: "it was due by its schedule",
  retry: "the try before it brought no key",
} as const;

export type MintReason = keyof typeof MINT_REASONS;
// Of an object that is written out here, the keys are those of its type.
export const MINT_REASON_CODES = Object.keys(MINT_REASONS) as MintReason[];

/** The words for a stored reason; null for one that this version does not know. */
export function reasonWords(stored: unknown): string | null {
  const known = MINT_REASON_CODES.find((code) => code === stored);
  return known === undefined ? null : MINT_REASONS[known];
}
