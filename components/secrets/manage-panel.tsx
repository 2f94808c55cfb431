"use client";
import { lazy, Suspense } from "react";
import type { ManageTab } from "@/components/rotation/manage-tab";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import type { SecretRow } from "@/lib/api/secrets";
import { takenKeys } from "./taken-keys";

/** Loads the code of Manage before the click. */
export const loadManage = () => import("@/components/rotation/manage-dialog");

const ManageDialog = lazy(async () => ({ default: (await loadManage()).ManageDialog }));

type ManagePanelProps = {
  secretId: string;
  tab: ManageTab;
  rows: readonly SecretRow[];
  onTab: (tab: ManageTab) => void;
  onClose: () => void;
  onRecreate: (secret: RotatingSecret) => void;
};

/** Manage, with the names of the environment's other rows. */
export function ManagePanel({ rows, ...props }: ManagePanelProps) {
  const taken = takenKeys(rows, (row) => row.rotatingSecretId === props.secretId);
  return (
    <Suspense>
      <ManageDialog taken={taken} {...props} />
    </Suspense>
  );
}
