"use client";
import { ErrorState } from "@/components/ui/error-state";

export default function EnvironmentError({ error, reset }: { error: Error; reset: () => void }) {
  return <ErrorState title="This page broke" error={error} onRetry={reset} />;
}
