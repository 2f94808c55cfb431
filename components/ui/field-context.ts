"use client";
import { createContext, useContext } from "react";

/** What a field tells the control inside it. */
export type FieldWiring = {
  controlId: string;
  labelId: string;
  describedBy: string | undefined;
  invalid: boolean;
};

export const FieldContext = createContext<FieldWiring | null>(null);

/** Attributes that tie a control to the label, the description and the error of the field around it. */
export function useFieldControl(): {
  id?: string;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: true | undefined;
} {
  const field = useContext(FieldContext);
  if (field === null) return {};
  return {
    id: field.controlId,
    "aria-describedby": field.describedBy,
    "aria-invalid": field.invalid || undefined,
  };
}
