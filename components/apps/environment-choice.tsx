"use client";
import { CheckboxGroup } from "@/components/ui/checkbox-group";
import { useApps } from "@/lib/client/apps";
import { environmentsOf } from "./environments-of";

type EnvironmentChoiceProps = {
  description: string;
  values: readonly string[];
  onValuesChange: (ids: string[]) => void;
};

/** Any of the organisation's environments. */
export function EnvironmentChoice({ description, values, onValuesChange }: EnvironmentChoiceProps) {
  const environments = environmentsOf(useApps().data ?? []);
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
