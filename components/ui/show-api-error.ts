import type { FieldValues, Path, UseFormSetError } from "react-hook-form";
import { ApiError, errorMessage } from "@/lib/client/fetcher";

type Places<Values extends FieldValues> = {
  /** The fields that the form shows; what the server says about others goes to the form as a whole. */
  fields: readonly Path<Values>[];
  /** Error codes that are about one field. */
  codes?: Readonly<Record<string, Path<Values>>>;
};

/** Puts what the server said where it belongs: beside its field, else at the form (`errors.root`). Focus goes there. */
export function showApiError<Values extends FieldValues>(
  setError: UseFormSetError<Values>,
  error: unknown,
  { fields, codes = {} }: Places<Values>,
): void {
  const issues = error instanceof ApiError ? error.issues : [];
  const placed = fields.flatMap((field) =>
    issues.filter(({ path }) => path === field).map(({ message }) => ({ field, message })),
  );
  const codeField = error instanceof ApiError ? codes[error.code] : undefined;
  if (codeField !== undefined) placed.push({ field: codeField, message: errorMessage(error) });
  if (placed.length === 0) setError("root", { type: "server", message: errorMessage(error) });
  for (const [index, { field, message }] of placed.entries()) {
    setError(field, { type: "server", message }, { shouldFocus: index === 0 });
  }
}
