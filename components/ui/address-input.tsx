"use client";
import { type ComponentProps, useState } from "react";
import { Input } from "./input";

type AddressInputProps = Omit<ComponentProps<"input">, "value" | "onChange" | "onBlur"> & {
  /** The value in the URL. */
  value: string;
  onType: (text: string) => void;
};

/**
 * A field whose text is kept in the page's URL. While it has focus it shows what was typed. The URL follows a
 * moment later, without surrounding spaces.
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
