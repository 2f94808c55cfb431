"use client";
import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactNode, useCallback, useMemo, useRef, useState } from "react";
import { IconButton } from "./icon-button";
import { PanelContext } from "./panel-context";

type SidePanelProps = {
  onClose: () => void;
  title: ReactNode;
  /** Stays visible, whatever is shown below. */
  head?: ReactNode;
  /** The main action. Hidden while a step with its own buttons is open. */
  action?: ReactNode;
  children: ReactNode;
};

/**
 * A dialog at the right edge, open for as long as it is rendered. Its list stays visible and usable. On a
 * narrow screen it fills the page. Dialogs opened from it become its steps. Escape leaves the step first,
 * then the panel.
 */
export function SidePanel({ onClose, title, head, action, children }: SidePanelProps) {
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  const leaves = useRef<(() => void)[]>([]);
  const [steps, setSteps] = useState(0);
  const addStep = useCallback((leave: () => void) => {
    leaves.current = [...leaves.current, leave];
    setSteps(leaves.current.length);
    return () => {
      leaves.current = leaves.current.filter((one) => one !== leave);
      setSteps(leaves.current.length);
    };
  }, []);
  const panel = useMemo(() => ({ slot, addStep }), [slot, addStep]);
  return (
    <Base.Root
      open
      modal="trap-focus"
      disablePointerDismissal
      onOpenChange={(_open, { reason }) => {
        const leave = leaves.current.at(-1);
        if (reason === "escape-key" && leave !== undefined) leave();
        else onClose();
      }}
    >
      <Base.Portal>
        <Base.Popup className="fixed inset-y-0 right-0 z-40 flex w-full flex-col bg-raised shadow-dialog outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0 lg:w-[min(46rem,62vw)] lg:border-l lg:border-line forced-colors:border-l">
          <header className="border-b border-line px-5 pt-4 pb-3">
            <div className="flex min-h-8 flex-wrap items-center justify-between gap-x-4 gap-y-2 pr-10">
              <Base.Title className="min-w-0 text-lg font-semibold break-words text-ink">{title}</Base.Title>
              {steps === 0 && action}
            </div>
            {head}
          </header>
          <PanelContext value={panel}>
            <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-3 pb-5">
              <div hidden={steps > 0}>{children}</div>
              <div ref={setSlot} />
            </div>
          </PanelContext>
          {/* Last, so that focus starts in the content. */}
          <Base.Close render={<IconButton label="Close" />} className="absolute top-3.5 right-3.5">
            <X aria-hidden />
          </Base.Close>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
