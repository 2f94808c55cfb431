import type { useRouter } from "next/navigation";
import { markedDialog } from "./dialog-mark";

/** What dialogs and navigations do in the browser's history at the same time. */
export const steps = {
  /** The browser is stepping back from a closed dialog's entry. Dialogs that open meanwhile wait. */
  isSteppingBack: false,
  /** The dialog whose entry a navigation that has begun takes over. */
  left: null as string | null,
};

/**
 * Navigates from wherever the console is, an open dialog included. A step back cancels a navigation that has
 * begun, so the new page takes over the dialog's entry, or waits for a step back under way.
 */
export function navigate(router: Pick<ReturnType<typeof useRouter>, "push" | "replace">, href: string): void {
  if (steps.isSteppingBack) {
    addEventListener("popstate", () => router.push(href), { once: true });
    return;
  }
  steps.left = markedDialog();
  if (steps.left === null) router.push(href);
  else router.replace(href);
}
