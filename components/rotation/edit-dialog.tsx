"use client";
import { useMutation } from "@tanstack/react-query";
import { zodResolver } from "@hookform/resolvers/zod";
import { type ReactNode, useMemo, useState } from "react";
import { FormProvider, useForm } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { FormDialog } from "@/components/ui/form-dialog";
import { Notice } from "@/components/ui/notice";
import { toast } from "@/components/ui/toast";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { ApiError, errorMessage } from "@/lib/client/fetcher";
import { updateRotatingSecret } from "@/lib/client/rotating-secrets";
import {
  changesTo,
  type FormInput,
  type FormOutput,
  formValuesOf,
  rotatingSecretFormSchema,
} from "./rotating-secret-form";
import { showServerIssues } from "./server-issues";
import { StepConfig } from "./step-config";
import { StepCredential } from "./step-credential";
import { StepOutputs } from "./step-outputs";
import { StepSchedule } from "./step-schedule";

type EditDialogProps = {
  secret: RotatingSecret;
  /** Names of other rows in the environment. */
  taken: ReadonlySet<string>;
  onClose: () => void;
};

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-t border-line py-5 first:border-0 first:pt-0 last:pb-0">
      <h3 className="mb-3 font-semibold">{title}</h3>
      {children}
    </section>
  );
}

/** All editable fields of a rotating secret, with the version that the member saw. */
export function EditDialog({ secret, taken, onClose }: EditDialogProps) {
  // The editor's starting point. The page keeps showing newer versions meanwhile.
  const [seen, setSeen] = useState(secret);
  const [resets, setResets] = useState(0);
  const update = useMutation(updateRotatingSecret(secret.environmentId, secret.id));
  const schema = useMemo(() => rotatingSecretFormSchema(taken), [taken]);
  const form = useForm<FormInput, unknown, FormOutput>({
    resolver: zodResolver(schema),
    mode: "onChange",
    defaultValues: formValuesOf(seen),
  });
  const stale = update.error instanceof ApiError && update.error.code === "stale";

  const save = form.handleSubmit(async (wanted) => {
    try {
      // After "someone else changed it", saving again overwrites the newest version.
      await update.mutateAsync({
        ...changesTo(seen, wanted),
        version: stale ? secret.version : seen.version,
      });
      toast(`${wanted.name} saved.`);
      onClose();
    } catch (error) {
      showServerIssues(form, error);
    }
  });
  const takeOver = () => {
    form.reset(formValuesOf(secret));
    setSeen(secret);
    setResets(resets + 1);
    update.reset();
  };

  return (
    <FormDialog
      size="lg"
      title={`Edit ${secret.name}`}
      description="Changes to project, third-party credential or template apply from the next rotation."
      submitLabel={stale ? "Overwrite" : "Save"}
      pending={update.isPending}
      error={update.isError && !stale ? errorMessage(update.error) : undefined}
      onSubmit={(event) => void save(event)}
      onClose={onClose}
    >
      {stale && (
        <div role="alert">
          <Notice
            tone="warning"
            title="Someone else changed this rotating secret"
            action={
              <Button size="sm" onClick={takeOver}>
                Load latest version
              </Button>
            }
          >
            Your changes aren&rsquo;t saved yet. Load the latest version, or overwrite it with yours.
          </Notice>
        </div>
      )}
      <FormProvider {...form}>
        <div key={resets}>
          <Section title="Credential">
            <StepCredential />
          </Section>
          <Section title="Provider config">
            <StepConfig current={seen.config} secretId={secret.id} />
          </Section>
          <Section title="Schedule">
            <StepSchedule />
          </Section>
          <Section title="Outputs">
            <StepOutputs taken={taken} />
          </Section>
        </div>
      </FormProvider>
    </FormDialog>
  );
}
