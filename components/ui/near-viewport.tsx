"use client";
import { type ReactNode, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";

/** So far above and below what is seen, it is drawn: nobody scrolls faster than a browser draws that. */
const AROUND = "1200px 0px";

/** Calls back whenever `element` comes near what is seen, or leaves it. */
function watch(element: Element, onChange: (isNear: boolean) => void): () => void {
  const observer = new IntersectionObserver((entries) => onChange(entries.at(-1)?.isIntersecting ?? true), {
    rootMargin: AROUND,
  });
  observer.observe(element);
  return () => observer.disconnect();
}

/** Part of a long list. Far from what is seen, its place is kept and nothing is drawn: it costs the same however long the list. */
export function NearViewport({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const [isNear, setNear] = useState(true);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    return watch(element, (near) => {
      // Before it is emptied: as high as it was.
      if (!near) element.style.height = `${element.offsetHeight}px`;
      setNear(near);
    });
  }, []);
  // Not before the rows are there again, or what is below would jump.
  useLayoutEffect(() => {
    if (isNear) box.current?.style.removeProperty("height");
  }, [isNear]);
  return (
    <div ref={box} role={isNear ? "rowgroup" : "presentation"}>
      {isNear && children}
    </div>
  );
}

/** Calls back once what it marks comes near: the end of what is loaded. */
export function OnceNear({ onNear }: { onNear: () => void }) {
  const mark = useRef<HTMLSpanElement>(null);
  const onChange = useEffectEvent((isNear: boolean) => {
    if (isNear) onNear();
  });
  useEffect(() => {
    const element = mark.current;
    return element === null ? undefined : watch(element, (isNear) => onChange(isNear));
  }, []);
  return <span ref={mark} aria-hidden />;
}
