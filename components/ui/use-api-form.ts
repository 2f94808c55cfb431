"use client";
import type { BaseSyntheticEvent } from "react";
import {
  type DefaultValues,
  type FieldValues,
  type Path,
  useForm,
  type UseFormSetError,
} from "react-hook-form";
import type * as z from "zod";
import { ApiError, errorMessage, fetchCode } from "@/lib/client/fetcher";

type ApiFormOptions<Input extends FieldValues, Output> = {
  /** A page passes a loader, because schemas are larger than the page. */
  schema: z.ZodType<Output, Input> | (() => Promise<z.ZodType<Output, Input>>);
  /** One for each field of the form. Errors about anything else go to the form as a whole. */
  defaultValues: DefaultValues<Input>;
  /** From when input is validated. By default, from the first submission. */
  mode?: "onSubmit" | "onChange";
  /** Error codes that concern one field. */
  codes?: Readonly<Record<string, Path<Input>>>;
  /** Sends valid input. */
  save: (values: Output, onError: (error: unknown) => void) => void;
};

/** A form whose values the API accepts: validated with the API's schema, with the server's refusals at their fields. */
export function useApiForm<Input extends FieldValues, Output>({
  schema,
  defaultValues,
  mode = "onSubmit",
  codes = {},
  save,
}: ApiFormOptions<Input, Output>) {
  const form = useForm<Input, unknown, Output>({
    resolver: async (...typed) => (await loadResolver(schema))(...typed),
    defaultValues,
    mode,
  });
  const fields = Object.keys(defaultValues);
  const showError = (error: unknown) => showApiError(form.setError, error, fields, codes);
  const submit = async (event: BaseSyntheticEvent) => {
    event.preventDefault();
    try {
      await fetchCode(() => loadResolver(schema));
    } catch (error) {
      showError(error);
      return;
    }
    await form.handleSubmit((values) => save(values, showError))(event);
  };
  return { ...form, submit: (event: BaseSyntheticEvent) => void submit(event) };
}

async function loadResolver<Input extends FieldValues, Output>(
  schema: ApiFormOptions<Input, Output>["schema"],
) {
  const [{ zodResolver }, loaded] = await Promise.all([
    import("@hookform/resolvers/zod"),
    typeof schema === "function" ? schema() : schema,
  ]);
  return zodResolver<Input, unknown, Output>(loaded);
}

/** Shows the server's errors where they belong: at a field, or else at the form (`errors.root`). Moves focus there. */
function showApiError<Input extends FieldValues>(
  setError: UseFormSetError<Input>,
  error: unknown,
  fields: readonly string[],
  codes: Readonly<Record<string, Path<Input>>>,
): void {
  const issues = error instanceof ApiError ? error.issues : [];
  const placed = fields.flatMap((field) =>
    issues
      .filter(({ path }) => path === field)
      // The keys of the default values are paths of the form. Object.keys loses that.
      .map(({ message }) => ({ field: field as Path<Input>, message })),
  );
  const codeField = error instanceof ApiError ? codes[error.code] : undefined;
  if (codeField !== undefined) placed.push({ field: codeField, message: errorMessage(error) });
  if (placed.length === 0) setError("root", { type: "server", message: errorMessage(error) });
  for (const [index, { field, message }] of placed.entries()) {
    setError(field, { type: "server", message }, { shouldFocus: index === 0 });
  }
}
