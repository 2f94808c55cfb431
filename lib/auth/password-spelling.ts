/** Normalises text that systems spell differently: some send é as one character, others as e plus an accent. */
export function normalPassword(password: string): string {
  return password.normalize("NFC");
}
