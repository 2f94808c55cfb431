"use client";
import { CircleAlert } from "lucide-react";
import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { Button } from "@/components/ui/button";

/** Something in a page failed while it was drawn. The frame around it still works. */
export default function PageError({ reset }: { reset: () => void }) {
  const router = useRouter();
  const retry = () =>
    startTransition(() => {
      // What failed may be the server's part of the page.
      router.refresh();
      reset();
    });
  return (
    <div role="alert" className="flex flex-col items-center gap-2 py-20 text-center">
      <CircleAlert aria-hidden className="size-6 text-danger-ink" />
      <h1 className="text-xl font-semibold">Couldn&rsquo;t show this page</h1>
      <p className="max-w-prose text-muted">
        Your data and rotations aren&rsquo;t affected. If it happens again, the log has the details.
      </p>
      <Button className="mt-3" onClick={retry}>
        Try again
      </Button>
    </div>
  );
}
