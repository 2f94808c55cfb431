"use client";
import { useEffect } from "react";

/** Tells the early-click script that React controls the page. Render it last, because its effect then runs last. */
export function Hydrated() {
  useEffect(() => {
    document.documentElement.dataset.hydrated = "";
  }, []);
  return null;
}
