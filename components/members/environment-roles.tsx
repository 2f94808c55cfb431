"use client";
import { useQuery } from "@tanstack/react-query";
import { environmentsOf } from "@/components/apps/environments-of";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { Member } from "@/lib/api/members";
import { appsQuery } from "@/lib/client/apps";

type EnvironmentRoles = Member["environmentRoles"];

const AS_ELSEWHERE = "elsewhere";
const OPTIONS = [
  { value: AS_ELSEWHERE, label: "Same as everywhere else" },
  { value: "developer", label: "Developer" },
  { value: "viewer", label: "Viewer" },
  { value: "none", label: "No access" },
];

type EnvironmentRolesProps = { value: EnvironmentRoles; onValueChange: (value: EnvironmentRoles) => void };

/** Different roles in some environments. */
export function EnvironmentRoles({ value, onValueChange }: EnvironmentRolesProps) {
  const environments = environmentsOf(useQuery(appsQuery).data ?? []);
  const choose = (environmentId: string, chosen: string) => {
    const others = value.filter((entry) => entry.environmentId !== environmentId);
    const role = chosen === "developer" || chosen === "viewer" || chosen === "none" ? chosen : null;
    onValueChange(role === null ? others : [...others, { environmentId, role }]);
  };
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-sm font-medium">In individual environments</legend>
      <div className="grid max-h-72 gap-3 overflow-y-auto p-0.5 sm:grid-cols-2">
        {environments.map(({ id, name }) => (
          <Field key={id} label={name}>
            <Select
              value={value.find(({ environmentId }) => environmentId === id)?.role ?? AS_ELSEWHERE}
              options={OPTIONS}
              onValueChange={(chosen) => choose(id, chosen)}
            />
          </Field>
        ))}
      </div>
    </fieldset>
  );
}
