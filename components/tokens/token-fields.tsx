import { Controller, useWatch } from "react-hook-form";
import { EnvironmentChoice } from "@/components/apps/environment-choice";
import { CheckboxGroup } from "@/components/ui/checkbox-group";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { EXPIRY_OPTIONS, SCOPE_OPTIONS } from "./scope-options";
import type { TokenForm } from "./use-token-form";

/** The fields of a new service token. */
export function TokenFields({ form: { control, register, formState } }: { form: TokenForm }) {
  const isEndless = useWatch({ control, name: "expiry" }) === "never";
  const { errors } = formState;
  return (
    <>
      <Field
        label="Name"
        description="Who uses the token, such as a program or machine."
        error={errors.name?.message}
      >
        <Input {...register("name")} autoComplete="off" />
      </Field>
      <Controller
        control={control}
        name="scopes"
        render={({ field, fieldState }) => (
          <CheckboxGroup
            legend="Scopes"
            options={SCOPE_OPTIONS.map((option) => ({
              ...option,
              label: <span className="font-mono text-sm">{option.value}</span>,
            }))}
            values={field.value}
            onValuesChange={field.onChange}
            error={fieldState.error?.message}
          />
        )}
      />
      <Controller
        control={control}
        name="environmentIds"
        render={({ field }) => (
          <EnvironmentChoice
            description="Leave all unticked for every environment, including future ones."
            values={field.value}
            onValuesChange={field.onChange}
          />
        )}
      />
      <Field
        label="Keys"
        description="Separate keys with spaces, such as OPENAI_API_KEY STRIPE_*. Leave empty for all keys."
        error={errors.keys?.message}
      >
        <Input {...register("keys")} autoComplete="off" spellCheck={false} className="font-mono" />
      </Field>
      <Field
        label="Expires after"
        description={isEndless ? "A leaked token works until someone revokes it." : undefined}
        error={errors.expiry?.message}
      >
        <Controller
          control={control}
          name="expiry"
          render={({ field }) => (
            <Select
              value={field.value}
              onValueChange={field.onChange}
              options={EXPIRY_OPTIONS}
              className="sm:w-48"
            />
          )}
        />
      </Field>
    </>
  );
}
