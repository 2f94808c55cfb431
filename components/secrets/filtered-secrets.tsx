"use client";
import { useCallback, useDeferredValue, useMemo, useRef, useState } from "react";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import type { SecretRow } from "@/lib/api/secrets";
import { useMay } from "@/lib/client/me";
import type { OpenDialog } from "./environment-dialogs";
import { loadManage } from "./manage-panel";
import { Pager } from "./pager";
import { groupSecrets, pagesOf } from "./secret-groups";
import { SecretTable } from "./secret-table";

type FilteredSecretsProps = {
  environmentId: string;
  rows: readonly SecretRow[];
  secrets: readonly RotatingSecret[];
  /** As typed. */
  filter: string;
  onManage: (secretId: string) => void;
  onDialog: (dialog: OpenDialog) => void;
};

/** Few enough that neither typing nor scrolling waits for them. */
const PAGE_ROWS = 100;

function onReach(): void {
  void loadManage();
}

/** The rows that match the filter, on pages. */
export function FilteredSecrets({
  environmentId,
  rows,
  secrets,
  filter,
  onManage,
  onDialog,
}: FilteredSecretsProps) {
  const top = useRef<HTMLDivElement>(null);
  // Typing goes first; the list follows.
  const applied = useDeferredValue(filter);
  const [turned, setTurned] = useState({ page: 0, of: applied });
  const groups = useMemo(() => groupSecrets(rows, secrets, applied), [rows, secrets, applied]);
  const mayReveal = useMay("secrets:read", environmentId);
  const mayWrite = useMay("secrets:write", environmentId);
  const onEdit = useCallback((secret: SecretRow) => onDialog({ kind: "edit", secret }), [onDialog]);
  const onDelete = useCallback((secret: SecretRow) => onDialog({ kind: "delete", secret }), [onDialog]);
  const pages = useMemo(() => pagesOf(groups, PAGE_ROWS), [groups]);
  // Another filter begins on its first page; rows may have gone meanwhile.
  const shown = turned.of === applied ? Math.min(turned.page, pages.length - 1) : 0;
  const nothing = groups.rotating.length === 0 && groups.plain.length === 0;
  const turnTo = (next: number) => {
    setTurned({ page: next, of: applied });
    // The next Tab leads into the first row.
    top.current?.focus({ preventScroll: true });
    top.current?.scrollIntoView({ block: "start" });
  };
  return (
    <>
      <p role="status" className={nothing ? "border-y border-line py-8 text-center text-muted" : "sr-only"}>
        {nothing && `Nothing here matches “${applied}”.`}
      </p>
      <div ref={top} tabIndex={-1} className="scroll-mt-16 outline-none">
        {!nothing && (
          <SecretTable
            groups={pages[shown] ?? groups}
            mayReveal={mayReveal}
            mayWrite={mayWrite}
            onEdit={onEdit}
            onDelete={onDelete}
            onManage={onManage}
            onReach={onReach}
          />
        )}
      </div>
      {pages.length > 1 && <Pager page={shown} pages={pages.length} onPage={turnTo} />}
    </>
  );
}
