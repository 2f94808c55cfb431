"use client";
import { RefreshCw } from "lucide-react";
import { type ComponentProps, lazy, memo, Suspense, useEffect, useRef } from "react";
import { NextRotation } from "@/components/rotation/next-rotation";
import { RotationBadges } from "@/components/rotation/rotation-badges";
import { isFailing } from "@/components/rotation/rotation-state";
import { Button } from "@/components/ui/button";
import type { RotatingGroup as Group } from "./secret-groups";
import { SecretRow, type SecretRowProps } from "./secret-row";

const GroupFailure = lazy(async () => ({ default: (await import("./group-failure")).GroupFailure }));

/** If the list rendered it again, it would discard what the server rendered while its code is loading. */
const FailureRow = memo(function FailureRow(props: ComponentProps<typeof GroupFailure>) {
  return (
    <Suspense>
      <GroupFailure {...props} />
    </Suspense>
  );
});

type RotatingGroupProps = Omit<SecretRowProps, "secret"> & {
  group: Group;
  onManage: (secretId: string) => void;
  /** The code of Manage is loaded when someone reaches for the button. */
  onReach: () => void;
  /** Just created on this page: scrolled into view, with its next action. */
  isCreated: boolean;
  onUse: () => void;
};

/** The outputs of one rotating secret under its name, its state, and its next rotation. */
export function RotatingGroup({
  group: { secret, rows },
  onManage,
  onReach,
  isCreated,
  onUse,
  ...rowProps
}: RotatingGroupProps) {
  const heading = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isCreated) return;
    // After the dialog has returned focus to its button.
    const frame = requestAnimationFrame(() => {
      heading.current?.focus({ preventScroll: true });
      heading.current?.scrollIntoView({ block: "nearest" });
    });
    return () => cancelAnimationFrame(frame);
  }, [isCreated]);
  return (
    <div
      role="rowgroup"
      aria-label={secret.name}
      className="border-t border-line [&:has(+[data-static])]:border-b"
    >
      <div role="row">
        <div
          ref={heading}
          tabIndex={-1}
          role="cell"
          aria-colspan={6}
          className="flex scroll-mt-16 outline-offset-0 min-h-10 flex-wrap items-center gap-x-4 gap-y-1 py-1"
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
          {isCreated && (
            <Button size="sm" variant="primary" className="max-md:order-3 md:ml-auto" onClick={onUse}>
              Use in a program<span className="sr-only"> {secret.name}</span>
            </Button>
          )}
          <Button
            size="sm"
            className={isCreated ? "max-md:order-1" : "max-md:order-1 md:ml-auto"}
            onPointerEnter={onReach}
            onFocus={onReach}
            onClick={() => onManage(secret.id)}
          >
            Manage <span className="sr-only">{secret.name}</span>
          </Button>
        </div>
      </div>
      {isFailing(secret) && secret.lastFailure !== null && (
        <FailureRow secret={secret} failure={secret.lastFailure} onManage={onManage} />
      )}
      {rows.map((row) => (
        <SecretRow key={row.id} secret={row} {...rowProps} />
      ))}
    </div>
  );
}
