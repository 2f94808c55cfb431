"use client";
import type { ReactNode } from "react";
import { Button } from "./button";
import { CopyButton } from "./copy-button";
import { Dialog } from "./dialog";
import { Notice } from "./notice";

type ShownOnceDialogProps = {
  title: string;
  description: string;
  text: string;
  /** What is copied, such as "Copy token". */
  copyLabel: string;
  /** The label of the closing button. */
  doneLabel?: string;
  /** What to do with it. */
  note: ReactNode;
  onClose: () => void;
};

/** Shows something that Phase doesn't show again. */
export function ShownOnceDialog({
  title,
  description,
  text,
  copyLabel,
  doneLabel = "Done",
  note,
  onClose,
}: ShownOnceDialogProps) {
  return (
    <Dialog
      onClose={onClose}
      title={title}
      description={description}
      footer={
        <Button variant="primary" onClick={onClose}>
          {doneLabel}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <div className="flex items-center gap-1 rounded-md bg-sunken py-1 pr-1 pl-3">
          <code className="min-w-0 flex-1 font-mono text-sm break-all">{text}</code>
          <CopyButton text={text} label={copyLabel} />
        </div>
        <Notice tone="info">{note}</Notice>
      </div>
    </Dialog>
  );
}
