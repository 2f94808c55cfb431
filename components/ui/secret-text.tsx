"use client";
import { Eye, EyeOff } from "lucide-react";
import {
  type ClipboardEvent,
  type InputEvent,
  type KeyboardEvent,
  type Ref,
  useEffect,
  useRef,
  useState,
} from "react";
import { classNames } from "./class-names";
import { editedText, type Paste, shownText, textFacts } from "./exact-text";
import { hideInTime } from "./hide-in-time";
import { Textarea } from "./input";

type SecretTextProps = {
  ref?: Ref<HTMLTextAreaElement>;
  name?: string;
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  /** Usually one line: Enter submits the form. Without it Enter adds a line, and Ctrl-Enter submits. */
  singleLine?: boolean;
  placeholder?: string;
};

/**
 * For keys and values: accepts them byte for byte, masked until revealed. Not a password input, although it
 * looks like one: password managers fill those with the user's own password and offer to save the input,
 * `autocomplete=off` or not, and a single-line input loses line breaks.
 */
export function SecretText({ value, onChange, singleLine = false, ...rest }: SecretTextProps) {
  const [shown, setShown] = useState(false);
  useEffect(() => (shown ? hideInTime(() => setShown(false)) : undefined), [shown]);
  const paste = useRef<Paste | null>(null);
  const onPaste = ({ clipboardData, currentTarget }: ClipboardEvent<HTMLTextAreaElement>) => {
    const { selectionStart: start, selectionEnd: end } = currentTarget;
    paste.current = { text: clipboardData.getData("text/plain"), start, end };
  };
  const onInput = ({ currentTarget }: InputEvent<HTMLTextAreaElement>) => {
    const { value: text, selectionEnd } = currentTarget;
    onChange(editedText(value, text, selectionEnd, paste.current));
    paste.current = null;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const submits = singleLine ? !event.shiftKey : event.ctrlKey || event.metaKey;
    if (event.key !== "Enter" || !submits || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.currentTarget.form?.requestSubmit();
  };
  const facts = textFacts(value);
  return (
    <div className="flex flex-col gap-1">
      <div className="relative">
        <Textarea
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          data-1p-ignore
          data-bwignore
          data-form-type="other"
          data-lpignore="true"
          rows={singleLine ? 1 : 3}
          {...rest}
          value={shownText(value)}
          onPaste={onPaste}
          onInput={onInput}
          onKeyDown={onKeyDown}
          className={classNames(
            "block pr-10 font-mono break-all",
            singleLine ? "resize-none" : "resize-y",
            // Only for input, because the placeholder would be masked too.
            !shown && value !== "" && "[-webkit-text-security:disc]",
          )}
        />
        <button
          type="button"
          aria-label={shown ? "Hide what was typed" : "Show what was typed"}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
          className="absolute top-0 right-0 flex h-9 w-10 items-center justify-center rounded-md text-faint hover:text-ink [&_svg]:size-4"
        >
          {shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
        </button>
      </div>
      {facts !== null && <p className="text-sm text-faint">{facts}</p>}
    </div>
  );
}
