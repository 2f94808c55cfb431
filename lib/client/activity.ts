/** Whether a person is using this page. Background requests of an unused page don't keep a session alive. */
const QUIET_MS = 60_000;
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

let lastSignAt = Date.now();
// A server renders pages too, without a person.
for (const sign of typeof addEventListener === "function" ? SIGNS : []) {
  addEventListener(sign, () => (lastSignAt = Date.now()), { capture: true, passive: true });
}

export function isQuiet(now = Date.now()): boolean {
  return now - lastSignAt > QUIET_MS;
}
