"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { EnvironmentChoice } from "@/components/apps/environment-choice";
import { CheckboxGroup } from "@/components/ui/checkbox-group";
import { FormDialog } from "@/components/ui/form-dialog";
import { NotLoaded } from "@/components/ui/not-loaded";
import { useReportedMutation } from "@/components/ui/use-reported-mutation";
import type { ThirdPartyCredential } from "@/lib/api/third-party-credentials";
import { errorMessage } from "@/lib/client/fetcher";
import { projectsQuery, updateThirdPartyCredential } from "@/lib/client/third-party-credentials";

type LimitCredentialDialogProps = { credential: ThirdPartyCredential; onClose: () => void };

/** Where the admin key may be used. If nothing is ticked, null is sent, which means everything. */
export function LimitCredentialDialog({ credential, onClose }: LimitCredentialDialogProps) {
  const update = useReportedMutation(
    updateThirdPartyCredential(credential.id),
    ({ name }) => `Limits of ${name} saved.`,
  );
  const projects = useQuery(projectsQuery(credential.id, { all: true }));
  const [environmentIds, setEnvironmentIds] = useState(credential.environmentIds ?? []);
  const [projectIds, setProjectIds] = useState(credential.projectIds ?? []);
  const known = projects.data ?? [];
  // Archived ones are no longer listed, but stay ticked until someone unticks them.
  const gone = projectIds.filter((id) => !known.some((project) => project.id === id));
  return (
    <FormDialog
      title={`Limit ${credential.name}`}
      description="Where rotating secrets may use this admin key."
      submitLabel="Save limits"
      pending={update.isPending}
      submitDisabled={projects.data === undefined}
      error={update.isError ? errorMessage(update.error) : undefined}
      onSubmit={(event) => {
        event.preventDefault();
        update.mutate(
          {
            environmentIds: environmentIds.length === 0 ? null : environmentIds,
            projectIds: projectIds.length === 0 ? null : projectIds,
          },
          {
            onSuccess: onClose,
          },
        );
      }}
      onClose={onClose}
    >
      <EnvironmentChoice
        description="Leave all unticked for every environment, including future ones. Tick some to show the credential to members and tokens that are limited to them."
        values={environmentIds}
        onValuesChange={setEnvironmentIds}
      />
      <NotLoaded query={projects} loading="Loading projects from OpenAI…" failed="Couldn't load projects" />
      {projects.data !== undefined && (
        <CheckboxGroup
          legend="Projects"
          description="Leave all unticked for every project of the OpenAI organisation."
          columns
          options={[
            ...known.map(({ id, name }) => ({ value: id, label: name })),
            ...gone.map((id) => ({ value: id, label: `${id} (not active)` })),
          ]}
          values={projectIds}
          onValuesChange={setProjectIds}
        />
      )}
    </FormDialog>
  );
}
