"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useController, useFormContext, useWatch } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { useNow } from "@/components/ui/use-now";
import { errorMessage } from "@/lib/client/fetcher";
import { projectsQuery } from "@/lib/client/third-party-credentials";
import type { Project } from "@/lib/api/third-party-credentials";
import { accountName, nameTemplateProblem } from "@/lib/providers/account-names";
import { OUTPUTS } from "@/lib/lists/outputs";
import { regionOf } from "@/lib/providers/residency";
import type { FormInput, FormOutput } from "./rotating-secret-form";

const NONE: readonly Project[] = [];
const EXAMPLE_ID = "0198c2f4-7b1e-7c3a-9d52-6f0e8a41b7d3";

/** The ID, and the region in which the project's keys work. */
function hintOf({ id, residency }: Project): string {
  const region = regionOf(residency);
  return region === null ? id : `${region.toUpperCase()} · ${id}`;
}

function NameExample({ template, secretId }: { template: string; secretId: string }) {
  const now = useNow();
  if (nameTemplateProblem(template) !== null)
    return "{id} becomes <rotating-secret-id>-<unix-epoch> on every mint.";
  return (
    <>
      For example{" "}
      <code className="font-mono text-xs break-all text-muted">
        {accountName(template, secretId, Math.floor(now / 1000))}
      </code>
    </>
  );
}

/** The project of the service accounts, and their names. `current`: the project of an edited secret. */
export function StepConfig({
  current,
  secretId = EXAMPLE_ID,
}: {
  current?: { projectId: string; projectName: string };
  secretId?: string;
}) {
  const { control, register, getValues, setValue } = useFormContext<FormInput, unknown, FormOutput>();
  const [credentialId, template = ""] = useWatch({
    control,
    name: ["thirdPartyCredentialId", "config.nameTemplate"],
  });
  const {
    field: { ref, ...field },
    fieldState,
  } = useController({ control, name: "config.projectId" });
  const templateState = useController({ control, name: "config.nameTemplate" }).fieldState;
  const projects = useQuery(projectsQuery(credentialId));
  const found = projects.data ?? NONE;
  const options = useMemo(() => {
    const listed = found.map((project) => ({
      value: project.id,
      label: project.name,
      hint: hintOf(project),
    }));
    if (current === undefined || found.some(({ id }) => id === current.projectId)) return listed;
    const { projectId, projectName } = current;
    return [...listed, { value: projectId, label: projectName, hint: projectId }];
  }, [found, current]);
  const pick = (projectId: string) => {
    field.onChange(projectId);
    const isRegional = regionOf(found.find(({ id }) => id === projectId)?.residency) !== null;
    const key = getValues("outputs.base_url");
    // Programs of a regional project need the URL besides the key.
    if (isRegional && key === undefined) setValue("outputs.base_url", OUTPUTS.base_url.suggestedKey);
    if (!isRegional && key === OUTPUTS.base_url.suggestedKey) setValue("outputs.base_url", undefined);
  };
  let emptyText = "No projects match.";
  if (projects.isError) emptyText = "Couldn't load projects.";
  else if (found.length === 0) emptyText = "This organisation has no active projects.";
  return (
    <div className="flex flex-col gap-4">
      <Field
        label="Project"
        description="Minted keys work in this project only."
        error={fieldState.error?.message}
      >
        <Combobox
          ref={ref}
          value={field.value === "" ? null : field.value}
          onValueChange={(value) => pick(value ?? "")}
          options={options}
          loading={projects.isPending}
          placeholder="Search your OpenAI projects"
          emptyText={emptyText}
        />
      </Field>
      {projects.isError && (
        <Notice
          tone="danger"
          title="Couldn't load OpenAI's projects"
          action={
            <Button size="sm" pending={projects.isFetching} onClick={() => void projects.refetch()}>
              Try again
            </Button>
          }
        >
          {errorMessage(projects.error)}
        </Notice>
      )}
      <Field
        label="Service Account Name Template"
        description={<NameExample template={template} secretId={secretId} />}
        error={templateState.error?.message}
      >
        <Input
          {...register("config.nameTemplate")}
          className="font-mono"
          autoComplete="off"
          spellCheck={false}
        />
      </Field>
    </div>
  );
}
