"use client";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Textarea } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio-group";
import { toast } from "@/components/ui/toast";
import { errorMessage } from "@/lib/client/fetcher";
import { type ImportedSecrets, type ImportSecrets, useImportSecrets } from "@/lib/client/import-secrets";

function importWords(result: ImportedSecrets): string {
  const parts = [
    `${result.created.length} new`,
    `${result.updated.length} replaced`,
    `${result.skipped.length} left as they were`,
  ];
  return `Imported: ${parts.join(", ")}.`;
}

/** Takes the lines of a .env file as static secrets. */
export function ImportDialog({ environmentId, onClose }: { environmentId: string; onClose: () => void }) {
  const [text, setText] = useState("");
  const [onConflict, setOnConflict] = useState<ImportSecrets["onConflict"]>("skip");
  const importing = useImportSecrets(environmentId);
  return (
    <FormDialog
      size="lg"
      title="Import from .env"
      description="Each KEY=value line becomes a static secret."
      submitLabel="Import"
      pending={importing.isPending}
      submitDisabled={text.trim() === ""}
      onSubmit={(event) => {
        event.preventDefault();
        importing.mutate(
          { text, onConflict },
          {
            onSuccess: (result) => {
              toast(importWords(result));
              onClose();
            },
          },
        );
      }}
      onClose={onClose}
    >
      <Field
        label="Contents of the .env file"
        error={importing.isError ? errorMessage(importing.error) : undefined}
      >
        <Textarea
          value={text}
          rows={10}
          className="font-mono text-sm"
          spellCheck={false}
          autoComplete="off"
          placeholder={"# comments are skipped\nDATABASE_URL=postgres://…\nREGION=eu-west-1"}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <RadioGroup
        label="Keys that already exist"
        value={onConflict}
        onValueChange={setOnConflict}
        options={[
          { value: "skip", label: "Skip", description: "What stands stays." },
          {
            value: "replace",
            label: "Replace",
            description: "Static values are overwritten; rotating ones never.",
          },
        ]}
      />
    </FormDialog>
  );
}
