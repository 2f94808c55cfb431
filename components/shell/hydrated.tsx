"use client";
import { useEffect } from "react";

/** Tells the script for early presses that React has taken the page over. To be rendered last: its effect comes last. */
export function Hydrated() {
  useEffect(() => {
    document.documentElement.dataset.hydrated = "";
  }, []);
  return null;
}
