"use client";
import { type ReactNode, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";

/** Content this far above and below the viewport is rendered, because nobody scrolls faster than a browser draws it. */
const AROUND = "1200px 0px";

/** Calls back whenever `element` comes near the viewport or leaves it. */
function watch(element: Element, onChange: (isNear: boolean) => void): () => void {
  const observer = new IntersectionObserver((entries) => onChange(entries.at(-1)?.isIntersecting ?? true), {
    rootMargin: AROUND,
  });
  observer.observe(element);
  return () => observer.disconnect();
}

/**
 * Part of a long list. Away from the viewport its space is kept and nothing is rendered, so the cost doesn't
 * grow with the list.
 */
export function NearViewport({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const [isNear, setNear] = useState(true);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    return watch(element, (near) => {
      // Its height before it is emptied.
      if (!near) element.style.height = `${element.offsetHeight}px`;
      setNear(near);
    });
  }, []);
  // Only after the rows are back, or content below would jump.
  useLayoutEffect(() => {
    if (isNear) box.current?.style.removeProperty("height");
  }, [isNear]);
  return (
    <div ref={box} role={isNear ? "rowgroup" : "presentation"}>
      {isNear && children}
    </div>
  );
}

/** Calls back once its marker comes near: the end of the loaded items. */
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
