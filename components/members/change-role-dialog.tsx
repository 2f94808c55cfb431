"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "@/components/ui/form-dialog";
import { RadioGroup } from "@/components/ui/radio-group";
import type { Member } from "@/lib/api/members";
import { errorMessage } from "@/lib/client/fetcher";
import { meQuery } from "@/lib/client/me";
import { updateMember } from "@/lib/client/members";
import { EnvironmentRoles } from "./environment-roles";
import { roleOptions } from "./role-options";

export function ChangeRoleDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const own = useQuery(meQuery).data?.role;
  const update = useMutation(updateMember(member.id));
  const [role, setRole] = useState(member.role);
  const [environmentRoles, setEnvironmentRoles] = useState(member.environmentRoles);
  const isWhole = role === "owner" || role === "admin";
  return (
    <FormDialog
      title="Change role"
      description={`What ${member.email} may do. Applies from their next request.`}
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
