"use client";
import { createContext } from "react";

/** What a side panel passes to the dialogs that are opened from it. */
export type Panel = {
  /** Where their content goes: inside the panel, in place of what it showed. */
  slot: HTMLElement | null;
  /** Announces one, with how to leave it. Returns how to revoke that. */
  addStep: (leave: () => void) => () => void;
};

/** Null outside a side panel. */
export const PanelContext = createContext<Panel | null>(null);
