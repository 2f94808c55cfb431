"use client";
import { Toast as Base } from "@base-ui/react/toast";
import { CircleAlert, CircleCheck, X } from "lucide-react";
import { useEffect } from "react";

export type Said = { text: string; tone: "positive" | "danger" };

const SHOWN_MS = 6_000;
/** Others wait until one of these is gone. */
const SHOWN_AT_ONCE = 3;
const manager = Base.createToastManager<Pick<Said, "tone">>();

type ToastListProps = { said: readonly Said[]; take: () => readonly Said[] };

/** The toasts. They wait while the pointer is over them or another window is active. F6 moves focus to them. */
export default function ToastList({ said, take }: ToastListProps) {
  useEffect(() => {
    for (const { text, tone } of take()) {
      // Failures stay until they are dismissed.
      manager.add({ description: text, data: { tone }, timeout: tone === "danger" ? 0 : SHOWN_MS });
    }
  }, [said, take]);
  return (
    <Base.Provider toastManager={manager} limit={SHOWN_AT_ONCE}>
      <Base.Viewport
        // The surrounding element is announced.
        aria-live={undefined}
        className="pointer-events-none fixed right-4 bottom-4 left-4 z-60 flex flex-col-reverse items-end gap-2 outline-none"
      >
        <Toasts />
      </Base.Viewport>
    </Base.Provider>
  );
}

function Toasts() {
  const { toasts } = Base.useToastManager<Pick<Said, "tone">>();
  return toasts.map((one) => {
    const failed = one.data?.tone === "danger";
    const Icon = failed ? CircleAlert : CircleCheck;
    return (
      <Base.Root
        key={one.id}
        toast={one}
        // Not a dialog, only a line of text.
        role="group"
        swipeDirection="right"
        className="pointer-events-auto flex max-w-md translate-x-(--toast-swipe-movement-x) items-start gap-2.5 rounded-lg border border-line bg-raised py-2 pr-2 pl-3 shadow-popup data-limited:hidden"
      >
        <Icon
          aria-hidden
          className={`mt-1 size-4 shrink-0 ${failed ? "text-danger-ink" : "text-accent-ink"}`}
        />
        <Base.Description className="py-0.5" />
        <Base.Close
          aria-label="Dismiss"
          aria-hidden={false}
          className="rounded-sm p-1 text-faint hover:text-ink"
        >
          <X aria-hidden className="size-4" />
        </Base.Close>
      </Base.Root>
    );
  });
}
