/** Whether a person is at this page: what it asks while nobody is keeps no session alive. */
const QUIET_MS = 60_000;
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

let lastSignAt = Date.now();
// A server renders pages too, and nobody is at it.
for (const sign of typeof addEventListener === "function" ? SIGNS : []) {
  addEventListener(sign, () => (lastSignAt = Date.now()), { capture: true, passive: true });
}

export function isQuiet(now = Date.now()): boolean {
  return now - lastSignAt > QUIET_MS;
}
