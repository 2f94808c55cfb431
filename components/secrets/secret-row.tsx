"use client";
import { Pencil, Trash2 } from "lucide-react";
import { memo } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { RelativeTime } from "@/components/ui/relative-time";
import type { SecretRow as Secret } from "@/lib/api/secrets";
import { SecretValue } from "./secret-value";

/** The columns of the page; heads and rows share them. */
export const SECRET_GRID =
  "grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 md:grid-cols-[minmax(0,3fr)_minmax(0,4fr)_minmax(0,2fr)_3.5rem_7rem_4.5rem]";

export type SecretRowProps = {
  secret: Secret;
  mayReveal: boolean;
  mayWrite: boolean;
  onEdit: (secret: Secret) => void;
  onDelete: (secret: Secret) => void;
};

/** One row; what is out of sight is not laid out, so that a thousand rows stay quick. */
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
      className={`${SECRET_GRID} min-h-9 border-t border-line py-0.5 [contain-intrinsic-size:auto_37px] [content-visibility:auto] hover:bg-hover/60`}
    >
      <div role="cell" className="flex min-w-0 items-baseline gap-2">
        <span className="truncate font-mono text-sm" title={secret.key}>
          {secret.key}
        </span>
        {secret.output !== null && <span className="text-xs text-faint max-lg:hidden">{secret.output}</span>}
      </div>
      <div role="cell" className="min-w-0 max-md:order-last max-md:col-span-2">
        <SecretValue key={secret.version} secretId={secret.id} secretKey={secret.key} mayReveal={mayReveal} />
      </div>
      <div role="cell" className="truncate text-sm text-muted max-md:hidden" title={secret.comment}>
        {secret.comment}
      </div>
      <div role="cell" className="text-sm text-muted tabular-nums max-md:hidden">
        v{secret.version}
      </div>
      <div role="cell" className="truncate text-sm text-muted max-md:hidden">
        <RelativeTime at={secret.updatedAt} />
      </div>
      <div role="cell" className="flex justify-end">
        {mayWrite && (
          <>
            <IconButton label={`Edit ${secret.key}`} onClick={() => onEdit(secret)}>
              <Pencil aria-hidden />
            </IconButton>
            {secret.lifecycle === "static" && (
              <IconButton label={`Delete ${secret.key}`} onClick={() => onDelete(secret)}>
                <Trash2 aria-hidden />
              </IconButton>
            )}
          </>
        )}
      </div>
    </div>
  );
});
