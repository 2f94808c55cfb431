"use client";
import { type ComponentProps, useState } from "react";
import { Input } from "./input";

type AddressInputProps = Omit<ComponentProps<"input">, "value" | "onChange" | "onBlur"> & {
  /** What the address says. */
  value: string;
  onType: (text: string) => void;
};

/**
 * A field whose text is kept in the page's address. While it has the focus it shows what was typed: the address follows a
 * moment later, and leaves out the blanks around it.
 */
export function AddressInput({ value, onType, ...rest }: AddressInputProps) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Input
      {...rest}
      value={typed ?? value}
      onChange={({ target }) => {
        setTyped(target.value);
        onType(target.value);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
