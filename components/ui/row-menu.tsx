"use client";
import { Ellipsis } from "lucide-react";
import { IconButton } from "./icon-button";
import { Menu, type MenuItem } from "./menu";

type RowMenuProps = {
  /** What the row is about. */
  name: string;
  items: readonly MenuItem[];
};

/** What can be done with the thing on a row. */
export function RowMenu({ name, items }: RowMenuProps) {
  return (
    <Menu
      items={items}
      trigger={(props) => (
        <IconButton {...props} label={`Actions for ${name}`}>
          <Ellipsis aria-hidden />
        </IconButton>
      )}
    />
  );
}
