"use client";
import { useRouter } from "next/navigation";
import { startTransition } from "react";

/** Part of a page failed to render. The frame around it still works. Every page bundles this. */
export default function PageError({ reset }: { reset: () => void }) {
  const router = useRouter();
  const retry = () =>
    startTransition(() => {
      // The failure may be in the page's server part.
      router.refresh();
      reset();
    });
  return (
    <div role="alert" className="flex flex-col items-center gap-2 py-20 text-center">
      <h1 className="text-xl font-semibold">Couldn&rsquo;t show this page</h1>
      <p className="max-w-prose text-muted">
        Your data and rotations aren&rsquo;t affected. If this happens again, see the server&rsquo;s log.
      </p>
      <button
        type="button"
        className="mt-3 h-9 rounded-md border border-edge bg-surface px-3.5 font-medium hover:bg-hover"
        onClick={retry}
      >
        Try again
      </button>
    </div>
  );
}
