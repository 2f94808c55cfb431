"use client";
import { Menu as Base } from "@base-ui/react/menu";
import { type FocusEvent, Fragment, type RefObject, useEffect, useRef } from "react";
import { classNames } from "./class-names";
import type { MenuItem } from "./menu-item";
import { OPTION, POPUP } from "./popup-class";

type MenuPopupProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  anchor: RefObject<HTMLButtonElement | null>;
  /** Then the first item gets focus, so that the arrow keys continue from it. */
  byKeyboard: boolean;
  labelledBy: string;
  items: readonly MenuItem[];
  align: "start" | "end";
};

/** The part of Menu that is loaded when someone first reaches for it. */
export default function MenuPopup({
  open,
  onOpenChange,
  anchor,
  byKeyboard,
  labelledBy,
  items,
  align,
}: MenuPopupProps) {
  const entered = useRef(false);
  const chosen = useRef<() => void>(undefined);
  useEffect(() => {
    if (!open) entered.current = false;
  }, [open]);
  // The button isn't a Base.Trigger, so nothing else knows that a key opened the menu.
  const enter = ({ target, currentTarget }: FocusEvent) => {
    if (target !== currentTarget || !byKeyboard || entered.current) return;
    entered.current = true;
    currentTarget.querySelector<HTMLElement>('[role="menuitem"]:not([aria-disabled="true"])')?.focus();
  };
  return (
    <Base.Root
      open={open}
      onOpenChangeComplete={(opened) => {
        // Only after focus has returned to the button. A dialog that opens earlier would lose its focus to
        // the button.
        if (opened) return;
        chosen.current?.();
        chosen.current = undefined;
      }}
      onOpenChange={(next, details) => {
        // The trigger handles clicks on itself. Otherwise one would close the menu here and reopen it there.
        const target = details.event.target;
        if (target instanceof Node && anchor.current?.contains(target) === true) return;
        onOpenChange(next);
      }}
    >
      <Base.Portal>
        <Base.Positioner anchor={anchor} sideOffset={4} align={align} className="z-50">
          <Base.Popup
            onFocus={enter}
            aria-labelledby={labelledBy}
            finalFocus={anchor}
            className={classNames(POPUP, "max-w-80 min-w-44 p-1")}
          >
            {items.map((item) => (
              <Fragment key={item.label}>
                {item.separated === true && <Base.Separator className="mx-2 my-1 h-px bg-line" />}
                <Base.Item
                  disabled={item.disabled}
                  onClick={() => {
                    chosen.current = item.onSelect;
                  }}
                  className={classNames(
                    OPTION,
                    "[&_svg]:size-4 [&_svg]:shrink-0",
                    item.danger === true ? "text-danger-ink" : "[&_svg]:text-faint",
                  )}
                >
                  {item.icon}
                  <span className="flex min-w-0 flex-col">
                    <span>{item.label}</span>
                    {item.description !== undefined && (
                      <span className="text-xs text-faint">{item.description}</span>
                    )}
                  </span>
                </Base.Item>
              </Fragment>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
