"use client";
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from "react";
import type { SecretRow } from "@/lib/api/secrets";
import { useMay } from "@/lib/client/me";
import type { OpenDialog } from "./environment-dialogs";
import { loadManage } from "./manage-panel";
import { pagesOf, type SecretGroups } from "./secret-groups";
import { SecretTable } from "./secret-table";

const Pager = lazy(async () => ({ default: (await import("./pager")).Pager }));

type FilteredSecretsProps = {
  environmentId: string;
  /** The rows that match the filter. */
  groups: SecretGroups;
  filter: string;
  /** The rotating secret that was last created on this page. */
  createdId: string | null;
  onManage: (secretId: string) => void;
  onDialog: (dialog: OpenDialog) => void;
};

/** Few enough that neither typing nor scrolling is slow. */
const PAGE_ROWS = 100;

function onReach(): void {
  void loadManage();
}

/** The rows that match the filter, in pages. */
export function FilteredSecrets({
  environmentId,
  groups,
  filter: applied,
  createdId,
  onManage,
  onDialog,
}: FilteredSecretsProps) {
  const top = useRef<HTMLDivElement>(null);
  const [turned, setTurned] = useState({ page: 0, of: applied });
  const mayReveal = useMay("secrets:read", environmentId);
  const mayWrite = useMay("secrets:write", environmentId);
  const onEdit = useCallback((secret: SecretRow) => onDialog({ kind: "edit", secret }), [onDialog]);
  const onDelete = useCallback((secret: SecretRow) => onDialog({ kind: "delete", secret }), [onDialog]);
  const pages = useMemo(() => pagesOf(groups, PAGE_ROWS), [groups]);
  // Another filter starts on its first page. Rows may have been deleted meanwhile.
  const shown = turned.of === applied ? Math.min(turned.page, pages.length - 1) : 0;
  const nothing = groups.rotating.length === 0 && groups.plain.length === 0;
  const turnTo = (next: number) => {
    setTurned({ page: next, of: applied });
    // The next Tab leads to the first row.
    top.current?.focus({ preventScroll: true });
    top.current?.scrollIntoView({ block: "start" });
  };
  return (
    <>
      <p role="status" className={nothing ? "border-y border-line py-8 text-center text-muted" : "sr-only"}>
        {nothing && `No secrets match “${applied}”.`}
      </p>
      <div ref={top} tabIndex={-1} className="scroll-mt-16 outline-none">
        {!nothing && (
          <SecretTable
            groups={pages[shown] ?? groups}
            createdId={createdId}
            onUse={() => onDialog({ kind: "use" })}
            mayReveal={mayReveal}
            mayWrite={mayWrite}
            onEdit={onEdit}
            onDelete={onDelete}
            onManage={onManage}
            onReach={onReach}
          />
        )}
      </div>
      {pages.length > 1 && (
        <Suspense>
          <Pager page={shown} pages={pages.length} onPage={turnTo} />
        </Suspense>
      )}
    </>
  );
}
