"use client";
import { useQuery } from "@tanstack/react-query";
import { CheckboxGroup } from "@/components/ui/checkbox-group";
import { appsQuery } from "@/lib/client/apps";
import { environmentsOf } from "./environments-of";

type EnvironmentChoiceProps = {
  description: string;
  values: readonly string[];
  onValuesChange: (ids: string[]) => void;
};

/** Any of the organisation's environments. */
export function EnvironmentChoice({ description, values, onValuesChange }: EnvironmentChoiceProps) {
  const environments = environmentsOf(useQuery(appsQuery).data ?? []);
  return (
    <CheckboxGroup
      legend="Environments"
      description={description}
      columns
      options={environments.map(({ id, name }) => ({ value: id, label: name }))}
      values={values}
      onValuesChange={onValuesChange}
    />
  );
}
