"use client";
import { type DehydratedState, HydrationBoundary } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { RenderedAt } from "@/components/ui/use-now";

type SentAlongProps = { answers: DehydratedState; renderedAt: number; children: ReactNode };

/** Gives a page the data that its server has read for it, with the time of reading. */
export function SentAlong({ answers, renderedAt, children }: SentAlongProps) {
  return (
    <RenderedAt value={renderedAt}>
      <HydrationBoundary state={answers}>{children}</HydrationBoundary>
    </RenderedAt>
  );
}
