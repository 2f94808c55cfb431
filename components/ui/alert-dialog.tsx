"use client";
import { AlertDialog as Base } from "@base-ui/react/alert-dialog";
import { type ReactNode, useContext, useRef } from "react";
import { errorMessage } from "@/lib/client/fetcher";
import { Button } from "./button";
import { PanelContext } from "./panel-context";
import { PanelStep } from "./panel-step";
import { useBackCloses } from "./use-back-closes";

type ConfirmDialogProps = {
  onClose: () => void;
  title: ReactNode;
  /** Names the effect. */
  description: ReactNode;
  /** The verb. */
  confirmLabel: string;
  onConfirm: () => void;
  danger?: boolean;
  /** The confirmed action. If it fails, the dialog stays and shows the reason. */
  mutation: { isPending: boolean; error: Error | null };
  /** Something must be ticked or typed first. */
  confirmDisabled?: boolean;
  /** The action would be refused, so the dialog shows the reason and can only be closed. */
  isRefused?: boolean;
  children?: ReactNode;
};

/**
 * Asks before an action that can't be undone, for as long as it is rendered. Focus starts on Cancel. Opened
 * from a side panel, it becomes a step of it.
 */
export function ConfirmDialog({
  danger = false,
  mutation,
  confirmDisabled = false,
  isRefused = false,
  ...props
}: ConfirmDialogProps) {
  const cancel = useRef<HTMLButtonElement>(null);
  const panel = useContext(PanelContext);
  useBackCloses(() => {
    props.onClose();
    return true;
  });
  const content = (
    <>
      {props.children}
      {mutation.error !== null && (
        <p role="alert" className="text-sm text-danger-ink">
          {errorMessage(mutation.error)}
        </p>
      )}
    </>
  );
  const buttons = (
    <>
      <Button ref={cancel} onClick={props.onClose}>
        {isRefused ? "Close" : "Cancel"}
      </Button>
      {!isRefused && (
        <Button
          variant={danger ? "danger" : "primary"}
          pending={mutation.isPending}
          disabled={confirmDisabled}
          onClick={props.onConfirm}
        >
          {props.confirmLabel}
        </Button>
      )}
    </>
  );
  if (panel !== null) {
    return (
      <PanelStep
        panel={panel}
        role="alertdialog"
        title={props.title}
        description={props.description}
        footer={buttons}
        initialFocus={cancel}
        onLeave={props.onClose}
      >
        {content}
      </PanelStep>
    );
  }
  return (
    <Base.Root open onOpenChange={props.onClose}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-50 bg-(--scrim) transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Viewport className="fixed inset-0 z-50 flex items-end justify-center sm:items-start sm:p-6 sm:pt-[14vh]">
          <Base.Popup
            initialFocus={cancel}
            className="flex max-h-[94dvh] w-full flex-col gap-3 overflow-y-auto rounded-t-xl bg-raised forced-colors:border p-5 shadow-dialog outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0 sm:max-h-[80vh] sm:max-w-md sm:rounded-xl"
          >
            <Base.Title className="text-lg font-semibold text-ink">{props.title}</Base.Title>
            <Base.Description render={<div />} className="text-muted">
              {props.description}
            </Base.Description>
            {content}
            <div className="mt-2 flex flex-wrap justify-end gap-2">{buttons}</div>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
