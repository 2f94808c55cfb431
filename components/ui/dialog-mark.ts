const MARK = "phaseDialog";

/** Which dialog the browser's current step in its history belongs to; a part of the step's state. */
export function dialogMark(id?: string): Record<string, unknown> {
  const state: unknown = history.state;
  const known = typeof state === "object" && state !== null && MARK in state ? state[MARK] : undefined;
  return { [MARK]: id ?? known };
}

export function isMarked(id: string): boolean {
  return dialogMark()[MARK] === id;
}
