"use client";
import { type FormEvent, useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { createServiceTokenSchema, type Scope } from "@/lib/api/service-tokens";
import { useApps } from "@/lib/client/apps";
import { EXPIRY_OPTIONS, expiryAt, SCOPE_OPTIONS } from "./scope-options";

export type NewToken = { name: string; scopes: Scope[]; environmentIds?: string[]; expiresAt?: string };

type NewTokenFormProps = { id: string; problem: string | undefined; onSubmit: (token: NewToken) => void };

function toggled<Item>(items: readonly Item[], item: Item, on: boolean): Item[] {
  return on ? [...items, item] : items.filter((one) => one !== item);
}

export function NewTokenForm({ id, problem, onSubmit }: NewTokenFormProps) {
  const apps = useApps().data ?? [];
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<Scope[]>(["secrets:read"]);
  const [environmentIds, setEnvironmentIds] = useState<string[]>([]);
  const [expiry, setExpiry] = useState("90");
  const [issues, setIssues] = useState<Partial<Record<string, string>>>({});

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const parsed = createServiceTokenSchema.safeParse({
      name,
      scopes,
      environmentIds: environmentIds.length === 0 ? undefined : environmentIds,
      expiresAt: expiryAt(expiry, Date.now()),
    });
    if (parsed.success) onSubmit(parsed.data);
    setIssues(
      Object.fromEntries(parsed.error?.issues.map(({ path, message }) => [String(path[0]), message]) ?? []),
    );
  };

  return (
    <form id={id} noValidate onSubmit={submit} className="flex flex-col gap-5">
      <FormError message={problem} />
      <Field
        label="Name"
        description="What will use it, such as the program or the machine."
        error={issues.name}
      >
        <Input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" />
      </Field>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1.5 text-sm font-medium">Scopes</legend>
        {SCOPE_OPTIONS.map(({ scope, label, description }) => (
          <Checkbox
            key={scope}
            label={<span className="font-mono text-sm">{label}</span>}
            description={description}
            checked={scopes.includes(scope)}
            onCheckedChange={(on) => setScopes(toggled(scopes, scope, on))}
          />
        ))}
        {issues.scopes !== undefined && (
          <p role="alert" className="text-sm text-danger-ink">
            {issues.scopes}
          </p>
        )}
      </fieldset>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 text-sm font-medium">Environments</legend>
        <p className="text-sm text-faint">None ticked: all of them, and those to come.</p>
        <div className="grid max-h-48 gap-2 overflow-y-auto sm:grid-cols-2">
          {apps.flatMap((app) =>
            app.environments.map((environment) => (
              <Checkbox
                key={environment.id}
                label={`${app.name} / ${environment.name}`}
                checked={environmentIds.includes(environment.id)}
                onCheckedChange={(on) => setEnvironmentIds(toggled(environmentIds, environment.id, on))}
              />
            )),
          )}
        </div>
      </fieldset>
      <Field label="Expires after" error={issues.expiresAt}>
        <Select value={expiry} onValueChange={setExpiry} options={EXPIRY_OPTIONS} className="sm:w-48" />
      </Field>
    </form>
  );
}
