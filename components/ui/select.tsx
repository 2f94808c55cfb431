"use client";
import { type KeyboardEvent, lazy, startTransition, Suspense, useId, useState } from "react";
import { classNames } from "./class-names";
import { useFieldControl } from "./field-context";
import { SELECT, SelectedOption, type SelectProps } from "./selected-option";

const OPENING_KEYS = ["ArrowDown", "ArrowUp"];

// The list and its positioning are larger than many pages, so they load when someone reaches for the button.
const load = () => import("./select-control");
const SelectControl = lazy(load);

/** One of a few options. For many options, or loaded ones, use Combobox. */
export function Select(props: SelectProps) {
  const { ref, value, onValueChange: _, options, placeholder, disabled, className, ...rest } = props;
  const wiring = useFieldControl();
  const id = useId();
  const [opened, setOpened] = useState(false);
  // In a transition, so that the button keeps its place and focus until the list is there.
  const open = () => startTransition(() => setOpened(true));
  const openByKey = (event: KeyboardEvent) => {
    if (!OPENING_KEYS.includes(event.key)) return;
    event.preventDefault();
    open();
  };
  return (
    <Suspense>
      {opened ? (
        <SelectControl {...props} />
      ) : (
        <button
          type="button"
          role="combobox"
          aria-haspopup="listbox"
          aria-expanded={false}
          aria-controls={`${id}-list`}
          ref={ref}
          disabled={disabled}
          onPointerEnter={() => void load()}
          onFocus={() => void load()}
          onClick={open}
          onKeyDown={openByKey}
          {...wiring}
          {...rest}
          className={classNames(SELECT, className)}
        >
          <SelectedOption options={options} value={value} placeholder={placeholder} />
        </button>
      )}
    </Suspense>
  );
}
