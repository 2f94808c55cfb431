"use client";
import { useCallback, useDeferredValue, useMemo, useState } from "react";
import { Input } from "@/components/ui/input";
import type { RotatingSecret } from "@/lib/api/rotating-secrets";
import type { SecretRow } from "@/lib/api/secrets";
import { useMay } from "@/lib/client/me";
import type { OpenDialog } from "./environment-dialogs";
import { loadManage } from "./manage-panel";
import { MoreRows } from "./more-rows";
import { firstRows, groupSecrets, rowCount } from "./secret-groups";
import { SecretTable } from "./secret-table";

type FilteredSecretsProps = {
  rows: readonly SecretRow[];
  secrets: readonly RotatingSecret[];
  onManage: (secretId: string) => void;
  onDialog: (dialog: OpenDialog) => void;
};

/** Drawn at first; the rest follows on the way down, so that typing never waits for a thousand rows. */
const FIRST_ROWS = 100;
const MORE_ROWS = 200;

function onReach(): void {
  void loadManage();
}

/** The rows that match what is typed above them. */
export function FilteredSecrets({ rows, secrets, onManage, onDialog }: FilteredSecretsProps) {
  const [filter, setFilter] = useState("");
  const [limit, setLimit] = useState(FIRST_ROWS);
  // Typing goes first; the list follows.
  const applied = useDeferredValue(filter);
  const groups = useMemo(() => groupSecrets(rows, secrets, applied), [rows, secrets, applied]);
  const mayReveal = useMay("secrets:read");
  const mayWrite = useMay("secrets:write");
  const onEdit = useCallback((secret: SecretRow) => onDialog({ kind: "edit", secret }), [onDialog]);
  const onDelete = useCallback((secret: SecretRow) => onDialog({ kind: "delete", secret }), [onDialog]);
  const shown = useMemo(() => firstRows(groups, limit), [groups, limit]);
  const hidden = rowCount(groups) - rowCount(shown);
  const nothing = groups.rotating.length === 0 && groups.plain.length === 0;
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
            setLimit(FIRST_ROWS);
          }}
        />
        <span className="shrink-0 text-sm text-faint tabular-nums">
          {rows.length} {rows.length === 1 ? "row" : "rows"}
        </span>
      </div>
      <p role="status" className={nothing ? "border-y border-line py-8 text-center text-muted" : "sr-only"}>
        {nothing && `Nothing here matches “${applied}”.`}
      </p>
      {!nothing && (
        <SecretTable
          groups={shown}
          mayReveal={mayReveal}
          mayWrite={mayWrite}
          onEdit={onEdit}
          onDelete={onDelete}
          onManage={onManage}
          onReach={onReach}
        />
      )}
      {hidden > 0 && <MoreRows key={limit} hidden={hidden} onMore={() => setLimit(limit + MORE_ROWS)} />}
    </>
  );
}
