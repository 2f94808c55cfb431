"use client";
import { useEffect } from "react";

/** Does what was pressed before the page could listen. React attends to the pressed part of the page first. */
export function EarlyPress(): null {
  useEffect(() => window.phaseReplay?.(), []);
  return null;
}
