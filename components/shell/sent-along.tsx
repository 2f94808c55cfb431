"use client";
import { type DehydratedState, HydrationBoundary } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { RenderedAt } from "@/components/ui/use-now";

type SentAlongProps = { answers: DehydratedState; renderedAt: number; children: ReactNode };

/** Hands a page what its server has read for it, and the moment when it did. */
export function SentAlong({ answers, renderedAt, children }: SentAlongProps) {
  return (
    <RenderedAt value={renderedAt}>
      <HydrationBoundary state={answers}>{children}</HydrationBoundary>
    </RenderedAt>
  );
}
