/** The event by which a button asks for the list of shortcuts. */
export const SHOW_SHORTCUTS = "phase:shortcuts";
