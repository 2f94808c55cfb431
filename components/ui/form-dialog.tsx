"use client";
import { type ReactNode, type SubmitEvent, useId } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { FormError } from "./form-error";

type FormDialogProps = {
  title: string;
  /** One line: the purpose of the dialog. */
  description: string;
  size?: "sm" | "md" | "lg";
  /** The verb. */
  submitLabel: string;
  pending: boolean;
  /** Nothing to send yet. */
  submitDisabled?: boolean;
  /** An error of the whole form. */
  error?: string | undefined;
  onSubmit: (event: SubmitEvent) => void;
  onClose: () => void;
  children: ReactNode;
};

/** A dialog with a single form. */
export function FormDialog({
  title,
  description,
  size,
  submitLabel,
  pending,
  submitDisabled,
  error,
  onSubmit,
  onClose,
  children,
}: FormDialogProps) {
  const id = useId();
  return (
    <Dialog
      onClose={onClose}
      size={size}
      keepsTyped
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={id} variant="primary" pending={pending} disabled={submitDisabled}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
        <FormError message={error} />
        {children}
      </form>
    </Dialog>
  );
}
