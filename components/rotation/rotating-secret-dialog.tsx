"use client";
import { useEffect, useId, useRef, useState } from "react";
import { FormProvider } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import { useMay } from "@/lib/client/me";
import { CreateFailure } from "./create-failure";
import { CreationPlan } from "./creation-plan";
import { MintWait } from "./mint-wait";
import { NewCredentialDialog } from "./new-credential-dialog";
import { RestoredDraft } from "./restored-draft";
import { STEP_FIELDS, stepOfField, STEPS } from "./rotating-secret-form";
import { showServerIssues } from "./server-issues";
import { StepConfig } from "./step-config";
import { StepCredential } from "./step-credential";
import { StepList } from "./step-list";
import { StepOutputs } from "./step-outputs";
import { StepSchedule } from "./step-schedule";
import { type Beginning, useCreationForm } from "./use-creation-form";
import { useSubmitCreation } from "./use-submit-creation";

type RotatingSecretDialogProps = Beginning & {
  onClose: () => void;
  onCreated: (secret: RotatingSecret) => void;
};

const LAST = STEPS.length - 1;

/** New Secret → Rotating Secret: four steps, then the first key is minted. */
export function RotatingSecretDialog({ onClose, onCreated, ...beginning }: RotatingSecretDialogProps) {
  const formId = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const [adding, setAdding] = useState(false);
  const mayAddCredential = useMay("credentials:manage");
  const { form, step, setStep, isRestored, startOver, drop } = useCreationForm(beginning);
  const create = useSubmitCreation(beginning.environmentId, {
    onCreated: (secret) => {
      drop();
      onCreated(secret);
    },
    onFailed: (error) => {
      const field = showServerIssues(form, error);
      if (field !== null) setStep(stepOfField(field));
    },
  });
  const shown = useRef(step);
  useEffect(() => {
    // The first step leaves focus where the dialog put it. Later steps begin at their heading.
    if (shown.current !== step) heading.current?.focus();
    shown.current = step;
  }, [step]);

  /** Input stays for the next time. Running creations have their own place on the page. */
  const close = () => {
    if (create.isPending) drop();
    create.forgetShown();
    onClose();
  };
  const cancel = () => {
    drop();
    create.forgetShown();
    onClose();
  };

  const mint = form.handleSubmit(create.submit, (errors) => {
    const wrong = STEP_FIELDS.flat().find((field) => form.getFieldState(field).invalid);
    if (wrong !== undefined && Object.keys(errors).length > 0) setStep(stepOfField(wrong));
  });
  const goOn = async () => {
    if (create.isPending) return;
    if (step === LAST) return mint();
    const fields = STEP_FIELDS[step] ?? [];
    if (await form.trigger([...fields], { shouldFocus: true })) setStep(step + 1);
  };

  return (
    <Dialog
      onClose={close}
      size="lg"
      title="New rotating secret"
      description="Mints an API key on a schedule and revokes the previous one."
      footer={
        <>
          {create.isPending && <Button onClick={close}>Continue in background</Button>}
          {!create.isPending && (
            <Button variant="ghost" onClick={cancel}>
              Cancel
            </Button>
          )}
          {step > 0 && !create.isPending && <Button onClick={() => setStep(step - 1)}>Back</Button>}
          <Button type="submit" form={formId} variant="primary" pending={create.isPending}>
            {step === LAST ? "Create and mint" : "Continue"}
          </Button>
        </>
      }
    >
      <FormProvider {...form}>
        <form
          id={formId}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void goOn();
          }}
        >
          {isRestored && <RestoredDraft onStartOver={startOver} />}
          <StepList current={step} />
          <h3 ref={heading} tabIndex={-1} className="mb-3 font-semibold outline-none">
            <span className="sr-only">{`Step ${step + 1} of ${STEPS.length}: `}</span>
            {STEPS[step]}
          </h3>
          {step === 0 && <StepCredential onAdd={mayAddCredential ? () => setAdding(true) : undefined} />}
          {step === 1 && <StepConfig />}
          {step === 2 && <StepSchedule />}
          {step === LAST && (
            <>
              <StepOutputs taken={beginning.taken} />
              <CreationPlan />
            </>
          )}
        </form>
      </FormProvider>
      {create.isPending && <MintWait />}
      {create.error !== null && <CreateFailure error={create.error} onPickProject={() => setStep(1)} />}
      {/* Outside the form, because its own form must not submit this one. */}
      {adding && (
        <NewCredentialDialog
          onClose={() => setAdding(false)}
          onSaved={(credential) => {
            form.setValue("thirdPartyCredentialId", credential.id, {
              shouldValidate: true,
              shouldDirty: true,
            });
            setAdding(false);
          }}
        />
      )}
    </Dialog>
  );
}
