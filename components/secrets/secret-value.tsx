"use client";
import { Eye, EyeOff } from "lucide-react";
import { useEffect, useState } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { hideInTime } from "@/components/ui/hide-in-time";
import { IconButton } from "@/components/ui/icon-button";
import { toast } from "@/components/ui/toast";
import { errorMessage } from "@/lib/client/fetcher";
import { revealSecret } from "@/lib/client/secrets";
import { QUIET } from "./quiet";

type SecretValueProps = { secretId: string; secretKey: string; mayReveal: boolean };

/** A masked value. Fetched when it is revealed or copied. Only a revealed one stays on the page, until it is hidden. */
export function SecretValue({ secretId, secretKey, mayReveal }: SecretValueProps) {
  const [value, setValue] = useState<string | null>(null);
  const [loading, setLoading] = useState(false);
  const isShown = value !== null;
  useEffect(() => (isShown ? hideInTime(() => setValue(null)) : undefined), [isShown]);
  const reveal = async () => {
    setLoading(true);
    try {
      setValue(await revealSecret(secretId));
    } catch (error) {
      toast(errorMessage(error), "danger");
    } finally {
      setLoading(false);
    }
  };
  return (
    <div className="flex min-w-0 items-center gap-0.5">
      {value === null ? (
        <span className="mr-auto font-mono tracking-wider text-faint select-none">
          <span aria-hidden>••••••••••</span>
          <span className="sr-only">Hidden</span>
        </span>
      ) : (
        <code
          tabIndex={0}
          aria-label={`Value of ${secretKey}`}
          className="mr-auto max-h-24 min-w-0 overflow-y-auto rounded-sm font-mono text-sm break-all whitespace-pre-wrap"
        >
          {value}
        </code>
      )}
      {mayReveal && (
        <>
          <IconButton
            size="sm"
            className={QUIET}
            label={value === null ? `Reveal ${secretKey}` : `Hide ${secretKey}`}
            disabled={loading}
            onClick={() => (value === null ? void reveal() : setValue(null))}
          >
            {value === null ? <Eye aria-hidden /> : <EyeOff aria-hidden />}
          </IconButton>
          <CopyButton
            size="sm"
            className={QUIET}
            text={() => revealSecret(secretId)}
            label={`Copy ${secretKey}`}
          />
        </>
      )}
    </div>
  );
}
