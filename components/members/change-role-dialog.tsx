"use client";
import { useState } from "react";
import { FormDialog } from "@/components/ui/form-dialog";
import { RadioGroup } from "@/components/ui/radio-group";
import type { Member } from "@/lib/api/members";
import { errorMessage } from "@/lib/client/fetcher";
import { useMe } from "@/lib/client/me";
import { useUpdateMember } from "@/lib/client/update-member";
import { EnvironmentRoles } from "./environment-roles";
import { roleOptions } from "./role-options";

export function ChangeRoleDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const own = useMe().data?.role;
  const update = useUpdateMember(member.id);
  const [role, setRole] = useState(member.role);
  const [environmentRoles, setEnvironmentRoles] = useState(member.environmentRoles);
  const isWhole = role === "owner" || role === "admin";
  return (
    <FormDialog
      title="Change role"
      description={`What ${member.email} may do. It counts from their next request on.`}
      submitLabel="Change role"
      pending={update.isPending}
      error={update.isError ? errorMessage(update.error) : undefined}
      onSubmit={(event) => {
        event.preventDefault();
        update.mutate({ role, environmentRoles: isWhole ? [] : environmentRoles }, { onSuccess: onClose });
      }}
      onClose={onClose}
    >
      <RadioGroup
        label="Role"
        hideLabel
        value={role}
        onValueChange={setRole}
        options={roleOptions(own).map(({ value, label, hint }) => ({ value, label, description: hint }))}
      />
      {!isWhole && <EnvironmentRoles value={environmentRoles} onValueChange={setEnvironmentRoles} />}
    </FormDialog>
  );
}
