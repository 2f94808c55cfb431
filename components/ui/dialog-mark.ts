const MARK = "phaseDialog";

/** The dialog of the browser's current history entry, stored in the entry's state. */
export function markedDialog(): string | null {
  const state: unknown = history.state;
  const known = typeof state === "object" && state !== null && MARK in state ? state[MARK] : undefined;
  return typeof known === "string" ? known : null;
}

/** The part of a history entry's state that marks it as a dialog's. By default, it is the current entry's mark. */
export function dialogMark(id: string | null = markedDialog()): Record<string, unknown> {
  return id === null ? {} : { [MARK]: id };
}

export function isMarked(id: string): boolean {
  return markedDialog() === id;
}
