"use client";
import { lazy, type MouseEvent, type ReactNode, type Ref, Suspense, useId, useRef, useState } from "react";
import type { MenuItem } from "./menu-item";

/** Props that the trigger must spread onto its button. */
export type MenuTriggerProps = {
  ref: Ref<HTMLButtonElement>;
  id: string;
  "aria-haspopup": "menu";
  "aria-expanded": boolean;
  onClick: (event: MouseEvent) => void;
  onPointerEnter: () => void;
  onFocus: () => void;
};

type MenuProps = {
  trigger: (props: MenuTriggerProps) => ReactNode;
  items: readonly MenuItem[];
  align?: "start" | "end";
};

// The popup and its positioning are larger than many pages, so they load when someone reaches for the button.
const load = () => import("./menu-popup");
const MenuPopup = lazy(load);

export function Menu({ trigger, items, align = "end" }: MenuProps) {
  const id = useId();
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState(false);
  const [byKeyboard, setByKeyboard] = useState(false);
  return (
    <>
      {trigger({
        ref: anchor,
        id,
        "aria-haspopup": "menu",
        "aria-expanded": open,
        onClick: (event) => {
          setAsked(true);
          setByKeyboard(event.detail === 0);
          setOpen(!open);
        },
        onPointerEnter: () => void load(),
        onFocus: () => void load(),
      })}
      {asked && (
        <Suspense>
          <MenuPopup
            open={open}
            onOpenChange={setOpen}
            anchor={anchor}
            byKeyboard={byKeyboard}
            labelledBy={id}
            items={items}
            align={align}
          />
        </Suspense>
      )}
    </>
  );
}
