"use client";
import { NameDialog } from "@/components/ui/name-dialog";
import { useNavigate } from "@/components/ui/use-navigate";
import { createApp } from "@/lib/client/apps";

export default function NewAppDialog({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  return (
    <NameDialog
      title="New app"
      description="The app starts with the environments Development, Staging and Production."
      submitLabel="Create app"
      change={createApp}
      onSaved={({ id }) => navigate(`/apps/${id}`)}
      onClose={onClose}
    />
  );
}
