/** One spelling of what may be typed in two: some systems send é as one character, others as e and an accent. */
export function normalPassword(password: string): string {
  return password.normalize("NFC");
}
