"use client";
import { useCallback, useState } from "react";
import { useAskedParam } from "@/components/ui/use-url-param";
import { useMay } from "@/lib/client/me";
import type { OpenDialog } from "./environment-dialogs";

/** The page's open dialog: the one that someone opened, or the one that the URL requests with `new`. */
export function useEnvironmentDialog(
  environmentId: string,
): [OpenDialog | null, (dialog: OpenDialog | null) => void] {
  const [opened, setOpened] = useState<OpenDialog | null>(null);
  const [asked, setAsked] = useAskedParam("new");
  const mayWrite = useMay("secrets:write", environmentId);
  const mayRotate = useMay("rotation:manage", environmentId);
  const open = useCallback(
    (dialog: OpenDialog | null) => {
      setOpened(dialog);
      setAsked(null);
    },
    [setAsked],
  );
  return [opened ?? askedDialog(asked, mayWrite, mayRotate), open];
}

function askedDialog(asked: string | null, mayWrite: boolean, mayRotate: boolean): OpenDialog | null {
  if (asked === "rotating" && mayRotate) return { kind: "rotating" };
  if ((asked === "secret" || asked === "import") && mayWrite) return { kind: asked };
  return null;
}
