"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FormError } from "@/components/ui/form-error";
import { RadioGroup } from "@/components/ui/radio-group";
import type { Member } from "@/lib/api/members";
import { errorMessage } from "@/lib/client/fetcher";
import { useMe } from "@/lib/client/me";
import { useUpdateMember } from "@/lib/client/update-member";
import { roleOptions } from "./role-options";

export function ChangeRoleDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const own = useMe().data?.role;
  const update = useUpdateMember(member.id);
  const [role, setRole] = useState(member.role);
  return (
    <Dialog
      onClose={onClose}
      size="sm"
      title="Change role"
      description={`What ${member.email} may do. It counts from their next request on.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            pending={update.isPending}
            onClick={() => update.mutate({ role }, { onSuccess: onClose })}
          >
            Change role
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormError message={update.isError ? errorMessage(update.error) : undefined} />
        <RadioGroup
          label="Role"
          hideLabel
          value={role}
          onValueChange={setRole}
          options={roleOptions(own).map(({ value, label, hint }) => ({ value, label, description: hint }))}
        />
      </div>
    </Dialog>
  );
}
