/** The look that menus and lists of options share. */
export const POPUP =
  "rounded-lg border border-line bg-raised text-ink shadow-popup outline-none transition-opacity duration-100 data-starting-style:opacity-0 data-ending-style:opacity-0";

export const OPTION_LIST = "max-h-[min(20rem,var(--available-height))] overflow-y-auto p-1";

/** The highlighted option has a border, because its background alone hardly differs from its neighbours'. */
export const OPTION =
  "flex min-h-8 cursor-default items-center gap-2 rounded-md px-2 py-1 outline-0 outline-solid select-none data-disabled:opacity-50 data-highlighted:bg-hover data-highlighted:outline-1 data-highlighted:-outline-offset-1 data-highlighted:outline-edge";
