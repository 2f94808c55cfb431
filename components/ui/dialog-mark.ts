const MARK = "phaseDialog";

/** The dialog of the browser's current history entry, stored in the entry's state. */
export function dialogMark(id?: string): Record<string, unknown> {
  const state: unknown = history.state;
  const known = typeof state === "object" && state !== null && MARK in state ? state[MARK] : undefined;
  return { [MARK]: id ?? known };
}

export function isMarked(id: string): boolean {
  return dialogMark()[MARK] === id;
}
