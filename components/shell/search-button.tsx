"use client";
import { Search } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { Kbd } from "@/components/ui/kbd";

const load = () => import("./command-menu");
const CommandMenu = lazy(load);

/** Opens the search, like Ctrl-K or Cmd-K anywhere. */
export function SearchButton() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // The modifier key alone starts loading the menu, so that the keys typed next aren't lost.
      if (event.key === "Control" || event.key === "Meta") void load();
      if (event.key.toLowerCase() !== "k" || (!event.ctrlKey && !event.metaKey)) return;
      event.preventDefault();
      setOpen(true);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setOpen(true)}
        onPointerEnter={() => void load()}
        onFocus={() => void load()}
        className="flex h-8 shrink-0 items-center gap-2 rounded-md text-faint max-sm:w-8 max-sm:justify-center max-sm:hover:bg-hover sm:w-56 sm:border sm:border-line sm:bg-surface sm:px-2.5 sm:hover:border-edge"
      >
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="flex-1 text-left text-sm max-sm:sr-only">Search</span>
        <span aria-hidden className="max-sm:hidden">
          <Kbd>Ctrl K</Kbd>
        </span>
      </button>
      {open && (
        <Suspense>
          <CommandMenu onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
