"use client";
import { RotatingGroup } from "./rotating-group";
import type { SecretGroups } from "./secret-groups";
import { SECRET_GRID, SecretRow, type SecretRowProps } from "./secret-row";

type SecretTableProps = Omit<SecretRowProps, "secret"> & {
  groups: SecretGroups;
  onManage: (secretId: string) => void;
  onReach: () => void;
  createdId: string | null;
  onUse: () => void;
};

const HEADS = ["Key", "Value", "Comment", "Version", "Updated", "Actions"] as const;

/** The rows of an environment: rotating ones in groups, then the static ones. */
export function SecretTable({ groups, onManage, onReach, createdId, onUse, ...rowProps }: SecretTableProps) {
  return (
    <div role="table" aria-label="Secrets" className="border-b border-line">
      <div role="rowgroup" className="max-md:sr-only">
        <div role="row" className={`${SECRET_GRID} h-6 text-xs font-medium text-faint`}>
          {HEADS.map((head) => (
            <div key={head} role="columnheader" className={head === "Actions" ? "text-right" : undefined}>
              {head}
            </div>
          ))}
        </div>
      </div>
      {groups.rotating.map((group) => (
        <RotatingGroup
          key={group.secret.id}
          group={group}
          onManage={onManage}
          onReach={onReach}
          isCreated={group.secret.id === createdId}
          onUse={onUse}
          {...rowProps}
        />
      ))}
      {groups.plain.length > 0 && (
        <div
          role="rowgroup"
          aria-label="Static secrets"
          data-static
          className={groups.rotating.length > 0 ? "mt-2" : undefined}
        >
          {groups.plain.map((row) => (
            <SecretRow key={row.id} secret={row} {...rowProps} />
          ))}
        </div>
      )}
    </div>
  );
}
