"use client";
import { useRouter } from "next/navigation";
import { NameDialog } from "@/components/ui/name-dialog";
import { createApp } from "@/lib/client/apps";

export default function NewAppDialog({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  return (
    <NameDialog
      title="New app"
      description="Starts with Development, Staging and Production."
      submitLabel="Create app"
      change={createApp}
      onSaved={({ id }) => router.push(`/apps/${id}`)}
      onClose={onClose}
    />
  );
}
