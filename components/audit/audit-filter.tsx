"use client";
import { useQuery } from "@tanstack/react-query";
import { environmentsOf } from "@/components/apps/environments-of";
import { AddressInput } from "@/components/ui/address-input";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { appsQuery } from "@/lib/client/apps";
import { AUDIT_ACTION_NAMES, auditTitle } from "@/lib/lists/audit-actions";
import { AUDIT_FILTERS, type AuditChoice, type AuditFilterName } from "./audit-choice";

const ANY = "any";

type AuditFilterProps = {
  choice: AuditChoice;
  onChoose: (changes: Partial<Record<AuditFilterName, string | null>>) => void;
};

const ACTION_OPTIONS = AUDIT_ACTION_NAMES.map((value) => ({ value, label: auditTitle(value) })).toSorted(
  (one, other) => one.label.localeCompare(other.label),
);

/** The filters of the log, all of them in the URL. */
export function AuditFilter({ choice, onChoose }: AuditFilterProps) {
  const environments = environmentsOf(useQuery(appsQuery).data ?? []);
  const orNull = (value: string) => (value === "" || value === ANY ? null : value);
  const isNarrowed = AUDIT_FILTERS.some((name) => choice[name] !== undefined);
  return (
    <div className="mb-3 grid grid-cols-2 items-end gap-x-3 gap-y-2 md:grid-cols-3 xl:grid-cols-[repeat(4,minmax(0,1fr))_8.5rem_8.5rem] print:hidden">
      <Field label="Actor">
        <AddressInput
          type="search"
          placeholder="Email or token"
          className="h-8"
          value={choice.actor ?? ""}
          onType={(actor) => onChoose({ actor: orNull(actor) })}
        />
      </Field>
      <Field label="Action">
        <Select
          className="h-8"
          value={choice.action ?? ANY}
          options={[{ value: ANY, label: "Any action" }, ...ACTION_OPTIONS]}
          onValueChange={(action) => onChoose({ action: orNull(action) })}
        />
      </Field>
      <Field label="Subject">
        <AddressInput
          type="search"
          placeholder="Name or ID"
          className="h-8"
          value={choice.subject ?? ""}
          onType={(subject) => onChoose({ subject: orNull(subject) })}
        />
      </Field>
      <Field label="Environment">
        <Select
          className="h-8"
          value={choice.environmentId ?? ANY}
          options={[
            { value: ANY, label: "Any environment" },
            ...environments.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onValueChange={(id) => onChoose({ environmentId: orNull(id) })}
        />
      </Field>
      <Field label="From">
        <AddressInput
          type="date"
          className="h-8"
          value={choice.since ?? ""}
          onType={(since) => onChoose({ since: orNull(since) })}
        />
      </Field>
      <Field label="To">
        <AddressInput
          type="date"
          className="h-8"
          value={choice.until ?? ""}
          onType={(until) => onChoose({ until: orNull(until) })}
        />
      </Field>
      {isNarrowed && (
        <Button
          size="sm"
          className="justify-self-start"
          onClick={() => onChoose(Object.fromEntries(AUDIT_FILTERS.map((name) => [name, null])))}
        >
          Clear filters
        </Button>
      )}
    </div>
  );
}
