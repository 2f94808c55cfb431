"use client";
import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog } from "@base-ui/react/dialog";
import { Search } from "lucide-react";
import { classNames } from "./class-names";
import { OPTION } from "./popup-class";

export type Command = {
  value: string;
  label: string;
  hint?: string | undefined;
  /** A variable's name, shown in a monospaced font. */
  key?: boolean | undefined;
  onSelect: () => void;
};
export type CommandGroup = { value: string; items: Command[] };

type CommandPaletteProps = {
  onClose: () => void;
  query: string;
  onQuery: (query: string) => void;
  /** The results so far. More may come. */
  groups: readonly CommandGroup[];
  searching: boolean;
};

function labelOf(command: Command): string {
  return command.label;
}

/** A text field and its results, in groups. Open for as long as it is rendered. */
export function CommandPalette({ onClose, query, onQuery, groups, searching }: CommandPaletteProps) {
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-50 bg-(--scrim)" />
        <Dialog.Viewport className="fixed inset-0 z-50 flex items-start justify-center p-3 pt-[10vh]">
          <Dialog.Popup
            aria-label="Search"
            className="flex max-h-[min(30rem,80dvh)] w-full max-w-xl flex-col overflow-hidden rounded-xl bg-raised shadow-dialog outline-none"
          >
            <Autocomplete.Root
              open
              inline
              mode="none"
              value={query}
              onValueChange={onQuery}
              items={groups}
              itemToStringValue={labelOf}
              autoHighlight="always"
              keepHighlight
            >
              <div className="flex items-center gap-3 border-b border-line px-4">
                <Search aria-hidden className="size-4 shrink-0 text-faint" />
                <Autocomplete.Input
                  aria-label="Search"
                  placeholder="Find a secret, environment or action…"
                  className="h-12 w-full bg-transparent text-lg outline-none placeholder:text-faint"
                />
                <Dialog.Close className="rounded-sm text-xs text-faint hover:text-ink">Close</Dialog.Close>
              </div>
              <Autocomplete.Empty>
                <div className="px-4 py-6 text-center text-muted">
                  {searching ? "Searching…" : "No results."}
                </div>
              </Autocomplete.Empty>
              <Autocomplete.List className="min-h-0 overflow-y-auto p-1.5 data-empty:p-0">
                {(group: CommandGroup) => (
                  <Autocomplete.Group key={group.value} items={group.items}>
                    <Autocomplete.GroupLabel className="px-2 pt-2 pb-1 text-xs font-medium text-faint">
                      {group.value}
                    </Autocomplete.GroupLabel>
                    <Autocomplete.Collection>
                      {(command: Command) => (
                        <Autocomplete.Item
                          key={command.value}
                          value={command}
                          onClick={() => {
                            onClose();
                            command.onSelect();
                          }}
                          className={classNames(OPTION, "justify-between")}
                        >
                          <span className={classNames("truncate", command.key && "font-mono text-sm")}>
                            {command.label}
                          </span>
                          <span className="shrink-0 text-sm text-faint">{command.hint}</span>
                        </Autocomplete.Item>
                      )}
                    </Autocomplete.Collection>
                  </Autocomplete.Group>
                )}
              </Autocomplete.List>
            </Autocomplete.Root>
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
