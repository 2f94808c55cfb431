"use client";
import { RefreshCw } from "lucide-react";
import { NextRotation } from "@/components/rotation/next-rotation";
import { RotationBadges } from "@/components/rotation/rotation-badges";
import { Button } from "@/components/ui/button";
import type { RotatingGroup as Group } from "./secret-groups";
import { SecretRow, type SecretRowProps } from "./secret-row";

type RotatingGroupProps = Omit<SecretRowProps, "secret"> & {
  group: Group;
  onManage: (secretId: string) => void;
  /** The code that draws Manage is fetched when somebody reaches for the button. */
  onReach: () => void;
};

/** The outputs of one rotating secret under its name, its state, and when it next rotates. */
export function RotatingGroup({
  group: { secret, rows },
  onManage,
  onReach,
  ...rowProps
}: RotatingGroupProps) {
  return (
    <div
      role="rowgroup"
      aria-label={secret.name}
      className="border-t border-line [&:has(+[data-static])]:border-b"
    >
      <div role="row">
        <div
          role="cell"
          aria-colspan={6}
          className="flex min-h-10 flex-wrap items-center gap-x-4 gap-y-1 py-1"
        >
          <span className="flex min-w-0 items-center gap-2 font-medium max-md:flex-1">
            <RefreshCw aria-hidden className="size-3.5 shrink-0 text-accent-ink" />
            <span className="truncate">{secret.name}</span>
          </span>
          <span className="flex flex-wrap items-center gap-x-4 gap-y-1 max-md:order-2 max-md:basis-full max-md:pl-5.5">
            <RotationBadges secret={secret} />
            <span className="text-sm text-muted tabular-nums">
              <NextRotation secret={secret} />
            </span>
          </span>
          <Button
            size="sm"
            className="max-md:order-1 md:ml-auto"
            onPointerEnter={onReach}
            onFocus={onReach}
            onClick={() => onManage(secret.id)}
          >
            Manage <span className="sr-only">{secret.name}</span>
          </Button>
        </div>
      </div>
      {rows.map((row) => (
        <SecretRow key={row.id} secret={row} {...rowProps} />
      ))}
    </div>
  );
}
