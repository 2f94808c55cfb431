"use client";
import { useCallback, useDeferredValue, useMemo, useRef, useState } from "react";
import { Input } from "@/components/ui/input";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import type { SecretRow } from "@/lib/api/secrets";
import { useMay } from "@/lib/client/me";
import type { OpenDialog } from "./environment-dialogs";
import { loadManage } from "./manage-panel";
import { Pager } from "./pager";
import { groupSecrets, pagesOf } from "./secret-groups";
import { SecretTable } from "./secret-table";

type FilteredSecretsProps = {
  rows: readonly SecretRow[];
  secrets: readonly RotatingSecret[];
  onManage: (secretId: string) => void;
  onDialog: (dialog: OpenDialog) => void;
};

/** Few enough that neither typing nor scrolling waits for them. */
const PAGE_ROWS = 150;

function onReach(): void {
  void loadManage();
}

/** The rows that match what is typed above them. */
export function FilteredSecrets({ rows, secrets, onManage, onDialog }: FilteredSecretsProps) {
  const [filter, setFilter] = useState("");
  const [page, setPage] = useState(0);
  const top = useRef<HTMLDivElement>(null);
  // Typing goes first; the list follows.
  const applied = useDeferredValue(filter);
  const groups = useMemo(() => groupSecrets(rows, secrets, applied), [rows, secrets, applied]);
  const mayReveal = useMay("secrets:read");
  const mayWrite = useMay("secrets:write");
  const onEdit = useCallback((secret: SecretRow) => onDialog({ kind: "edit", secret }), [onDialog]);
  const onDelete = useCallback((secret: SecretRow) => onDialog({ kind: "delete", secret }), [onDialog]);
  const pages = useMemo(() => pagesOf(groups, PAGE_ROWS), [groups]);
  // Rows may have gone meanwhile.
  const shown = Math.min(page, pages.length - 1);
  const nothing = groups.rotating.length === 0 && groups.plain.length === 0;
  const turnTo = (next: number) => {
    setPage(next);
    // The next Tab leads into the first row.
    top.current?.focus({ preventScroll: true });
    top.current?.scrollIntoView({ block: "start" });
  };
  return (
    <>
      <div className="mb-2 flex items-center gap-3">
        <Input
          type="search"
          aria-label="Filter secrets"
          placeholder="Filter by key or comment"
          className="max-w-80 sm:h-8"
          value={filter}
          onChange={(event) => {
            setFilter(event.target.value);
            setPage(0);
          }}
        />
        <span className="shrink-0 text-sm text-faint tabular-nums">
          {rows.length} {rows.length === 1 ? "row" : "rows"}
        </span>
      </div>
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
