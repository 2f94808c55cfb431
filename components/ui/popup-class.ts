/** The look that menus and lists of options share. */
export const POPUP =
  "rounded-lg border border-line bg-raised text-ink shadow-popup outline-none transition-opacity duration-100 data-starting-style:opacity-0 data-ending-style:opacity-0";

export const OPTION_LIST = "max-h-[min(20rem,var(--available-height))] overflow-y-auto p-1";

export const OPTION =
  "flex min-h-8 cursor-default items-center gap-2 rounded-md px-2 py-1 outline-none select-none data-disabled:opacity-50 data-highlighted:bg-hover";
