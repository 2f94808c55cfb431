"use client";
import { CircleAlert } from "lucide-react";
import { ApiError, errorMessage } from "@/lib/client/fetcher";
import { Button } from "./button";

type ErrorStateProps = {
  /** What could not be done, such as "Couldn't load apps". */
  title: string;
  error: unknown;
  onRetry?: () => void;
  pending?: boolean;
};

/** Retrying doesn't change permissions or restore deleted items. */
function isFinal(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 403 || error.status === 404);
}

export function ErrorState({ title, error, onRetry, pending = false }: ErrorStateProps) {
  return (
    <div role="alert" className="flex flex-col items-center gap-2 px-4 py-14 text-center">
      <CircleAlert aria-hidden className="size-6 text-danger-ink" />
      <h2 className="text-lg font-semibold">{title}</h2>
      <p className="max-w-prose text-balance text-muted">{errorMessage(error)}</p>
      {onRetry !== undefined && !isFinal(error) && (
        <Button className="mt-3" onClick={onRetry} pending={pending}>
          Try again
        </Button>
      )}
    </div>
  );
}
