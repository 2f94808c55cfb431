"use client";
import { Ellipsis, Trash2 } from "lucide-react";
import { IconButton } from "./icon-button";
import { Menu } from "./menu";
import type { MenuItem } from "./menu-item";

type RowMenuProps = {
  /** What the row is about. */
  name: string;
  items: readonly MenuItem[];
  /** Last and separated. */
  removal?: { label: string; onSelect: () => void };
};

/** The actions for a row's item. */
export function RowMenu({ name, items, removal }: RowMenuProps) {
  return (
    <Menu
      items={
        removal === undefined
          ? items
          : [...items, { ...removal, icon: <Trash2 aria-hidden />, danger: true, separated: true }]
      }
      trigger={(props) => (
        <IconButton {...props} label={`Actions for ${name}`}>
          <Ellipsis aria-hidden />
        </IconButton>
      )}
    />
  );
}
