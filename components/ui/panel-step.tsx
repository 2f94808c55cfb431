"use client";
import {
  type ReactNode,
  type RefObject,
  useEffect,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useRef,
} from "react";
import { createPortal } from "react-dom";
import type { Panel } from "./panel-context";

type PanelStepProps = {
  panel: Panel;
  role: "region" | "alertdialog";
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  footer?: ReactNode;
  /** Where focus starts. By default, the first control of the content. */
  initialFocus?: RefObject<HTMLElement | null>;
  onLeave: () => void;
};

const CONTROL = "input:not([hidden]), select, textarea, button, a[href]";

/** A dialog opened from a side panel: a step that replaces the panel's content, rather than a second dialog on top. */
export function PanelStep({ panel, role, onLeave, initialFocus, ...props }: PanelStepProps) {
  const id = useId();
  const step = useRef<HTMLElement>(null);
  const { slot, addStep } = panel;
  const leave = useEffectEvent(onLeave);
  useLayoutEffect(() => {
    const opener = document.activeElement;
    const remove = addStep(() => leave());
    return () => {
      remove();
      // The panel's earlier content is shown again by then.
      requestAnimationFrame(() => {
        if (opener instanceof HTMLElement && opener !== document.body && opener.isConnected) opener.focus();
      });
    };
  }, [addStep]);
  useEffect(() => {
    (initialFocus?.current ?? step.current?.querySelector<HTMLElement>(CONTROL))?.focus();
  }, [initialFocus, slot]);
  if (slot === null) return null;
  return createPortal(
    <section
      ref={step}
      role={role}
      aria-labelledby={`${id}-title`}
      aria-describedby={props.description === undefined ? undefined : `${id}-description`}
      className="flex flex-col gap-4"
    >
      <div>
        <h3 id={`${id}-title`} className="text-lg font-semibold">
          {props.title}
        </h3>
        {props.description !== undefined && (
          <div id={`${id}-description`} className="text-muted">
            {props.description}
          </div>
        )}
      </div>
      {props.children}
      {props.footer !== undefined && (
        <footer className="sticky -bottom-5 -mx-5 -mb-5 flex flex-wrap items-center justify-end gap-2 border-t border-line bg-raised px-5 py-3">
          {props.footer}
        </footer>
      )}
    </section>,
    slot,
  );
}
