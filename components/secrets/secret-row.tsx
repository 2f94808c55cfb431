"use client";
import { Pencil, Trash2 } from "lucide-react";
import { memo } from "react";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import { RelativeTime } from "@/components/ui/relative-time";
import type { SecretRow as Secret } from "@/lib/api/secrets";
import { QUIET } from "./quiet";
import { SecretValue } from "./secret-value";

/** The columns of the page, shared by heads and rows. */
export const SECRET_GRID =
  "grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 md:grid-cols-[minmax(0,6fr)_minmax(0,4fr)_minmax(0,3fr)_3rem_6.5rem_3.75rem]";

export type SecretRowProps = {
  secret: Secret;
  mayReveal: boolean;
  mayWrite: boolean;
  onEdit: (secret: Secret) => void;
  onDelete: (secret: Secret) => void;
};

export const SecretRow = memo(function SecretRow({
  secret,
  mayReveal,
  mayWrite,
  onEdit,
  onDelete,
}: SecretRowProps) {
  return (
    <div
      role="row"
      className={`group/row ${SECRET_GRID} min-h-9 border-t border-line hover:bg-hover/60 md:min-h-7`}
    >
      <div
        role="cell"
        className={classNames("flex min-w-0 items-baseline gap-2", secret.output !== null && "pl-5.5")}
      >
        <span className="max-w-full shrink-0 truncate font-mono text-sm" title={secret.key}>
          {secret.key}
        </span>
        {secret.output !== null && (
          <span className="truncate text-xs text-faint max-lg:hidden">{secret.output}</span>
        )}
      </div>
      <div
        role="cell"
        className={classNames(
          // A revealed value takes the space of the following columns.
          "min-w-0 max-md:order-last max-md:col-span-2 md:has-[code]:col-span-4",
          secret.output !== null && "max-md:pl-5.5",
        )}
      >
        <SecretValue key={secret.version} secretId={secret.id} secretKey={secret.key} mayReveal={mayReveal} />
      </div>
      <div
        role="cell"
        className="truncate text-sm text-muted group-has-[code]/row:hidden max-md:hidden"
        title={secret.comment}
      >
        {secret.comment}
      </div>
      <div role="cell" className="text-sm text-muted tabular-nums group-has-[code]/row:hidden max-md:hidden">
        v{secret.version}
      </div>
      <div role="cell" className="truncate text-sm text-muted group-has-[code]/row:hidden max-md:hidden">
        <RelativeTime at={secret.updatedAt} />
      </div>
      <div role="cell" className="flex justify-end">
        {mayWrite && (
          <>
            <IconButton
              size="sm"
              className={QUIET}
              label={`Edit ${secret.key}`}
              onClick={() => onEdit(secret)}
            >
              <Pencil aria-hidden />
            </IconButton>
            {secret.lifecycle === "static" && (
              <IconButton
                size="sm"
                className={QUIET}
                label={`Delete ${secret.key}`}
                onClick={() => onDelete(secret)}
              >
                <Trash2 aria-hidden />
              </IconButton>
            )}
          </>
        )}
      </div>
    </div>
  );
});
