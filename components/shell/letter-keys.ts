/** Whether shortcuts of one letter are on: some people's speech input types letters. It is kept in this browser. */
const STORAGE_KEY = "phase-letter-keys";
const OFF = "off";
/** For the time that storage is forbidden. */
let isOffHere = false;

export function lettersAreOn(): boolean {
  try {
    return localStorage.getItem(STORAGE_KEY) !== OFF;
  } catch {
    return !isOffHere;
  }
}

export function turnLetters(on: boolean): void {
  isOffHere = !on;
  try {
    if (on) localStorage.removeItem(STORAGE_KEY);
    else localStorage.setItem(STORAGE_KEY, OFF);
  } catch {
    // Then it holds until the page is left.
  }
}
