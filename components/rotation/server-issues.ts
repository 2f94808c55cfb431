import type { UseFormReturn } from "react-hook-form";
import { ApiError } from "@/lib/client/fetcher";
import { type FieldPath, fieldOfPath, type FormInput, type FormOutput } from "./rotating-secret-form";

/** Shows the server's issues at their fields. Returns the first such field. Null if the refusal concerns no field. */
export function showServerIssues(
  form: UseFormReturn<FormInput, unknown, FormOutput>,
  error: unknown,
): FieldPath | null {
  if (!(error instanceof ApiError)) return null;
  let first: FieldPath | null = null;
  for (const issue of error.issues) {
    const field = fieldOfPath(issue.path);
    if (field === null) continue;
    form.setError(field, { type: "server", message: issue.message });
    first ??= field;
  }
  return first;
}
