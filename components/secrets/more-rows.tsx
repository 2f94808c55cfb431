"use client";
import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";

/** How far below the screen the next rows are drawn. */
const AHEAD = "1200px";

/** The end of a list that is longer than what is drawn: draws more when it comes near, or when it is pressed. */
export function MoreRows({ hidden, onMore }: { hidden: number; onMore: () => void }) {
  const end = useRef<HTMLDivElement>(null);
  const more = useRef(onMore);
  useEffect(() => {
    more.current = onMore;
  });
  useEffect(() => {
    const { current } = end;
    if (current === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) more.current();
      },
      { rootMargin: AHEAD },
    );
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={end} className="flex items-center justify-center gap-3 py-4 text-sm text-muted">
      <span className="tabular-nums">{hidden} more</span>
      <Button size="sm" onClick={onMore}>
        Show more
      </Button>
    </div>
  );
}
