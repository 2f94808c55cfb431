/** The event with which a button requests the list of shortcuts. */
export const SHOW_SHORTCUTS = "phase:shortcuts";
