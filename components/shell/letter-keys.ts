/** Whether single-letter shortcuts are on. Some people's speech input types letters. Saved in this browser. */
const STORAGE_KEY = "phase-letter-keys";
const OFF = "off";
/** Used while storage is forbidden. */
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
    // In that case it applies until the page is left.
  }
}
