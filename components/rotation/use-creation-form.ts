"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import type { CreateRotatingSecret, RotatingSecret } from "@/lib/api/rotating-secrets";
import { appsQuery } from "@/lib/client/apps";
import { rotatingSecretsQuery } from "@/lib/client/rotating-secrets";
import { dropDraft, keepDraft, readDraft } from "./creation-draft";
import {
  type FormInput,
  type FormOutput,
  newFormValues,
  prefillFrom,
  rotatingSecretFormSchema,
  STEPS,
  suggestedName,
} from "./rotating-secret-form";

export type Beginning = {
  environmentId: string;
  /** The names already taken in the environment. */
  taken: ReadonlySet<string>;
  /** The starting point: a rotating secret whose project is gone. */
  from?: RotatingSecret | undefined;
  /** What was sent before, and failed after the dialog was closed. */
  draft?: CreateRotatingSecret | undefined;
};

/** The suggestions for empty fields. */
function useSuggestions({ environmentId, taken, from }: Beginning): () => FormInput {
  const environments = (useQuery(appsQuery).data ?? []).flatMap((app) => app.environments);
  const others = useQuery(rotatingSecretsQuery(environmentId)).data ?? [];
  const environment = environments.find(({ id }) => id === environmentId);
  return () => {
    if (from !== undefined) return newFormValues(taken, prefillFrom(from));
    const name = suggestedName(environment?.name, new Set(others.map((other) => other.name)));
    return { ...newFormValues(taken), name };
  };
}

/** The form of a new rotating secret and its step. Input is kept for the tab until it is created or discarded. */
export function useCreationForm(beginning: Beginning) {
  const { environmentId, taken, from, draft } = beginning;
  const [kept] = useState(() =>
    draft === undefined && from === undefined ? readDraft(sessionStorage, environmentId) : null,
  );
  const [isRestored, setRestored] = useState(kept !== null);
  const [step, setStep] = useState(draft === undefined ? (kept?.step ?? 0) : STEPS.length - 1);
  const schema = useMemo(() => rotatingSecretFormSchema(taken), [taken]);
  const suggestions = useSuggestions(beginning);
  const form = useForm<FormInput, unknown, FormOutput>({
    resolver: zodResolver(schema),
    mode: "onChange",
    defaultValues: draft ?? kept?.values ?? suggestions(),
  });
  const values = useWatch({ control: form.control });
  const { isDirty } = form.formState;
  useEffect(() => {
    // Mere suggestions are suggested again.
    if (isDirty || step > 0) keepDraft(sessionStorage, environmentId, { step, values: form.getValues() });
  }, [environmentId, form, isDirty, step, values]);
  const drop = () => dropDraft(sessionStorage, environmentId);
  const startOver = () => {
    drop();
    form.reset(suggestions());
    setRestored(false);
    setStep(0);
  };
  return { form, step, setStep, isRestored, startOver, drop };
}
