"use client";
import { useEffect, useState } from "react";
import { Notice } from "@/components/ui/notice";

const PATIENCE_MS = 4_000;

/** Shown while a first key is minted. Explains the delay once it becomes long. */
export function MintWait() {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" className="mt-4">
      {isLate && (
        <Notice tone="info" title="Waiting for OpenAI">
          OpenAI can take up to two minutes to accept a new key. You can close this dialog. The environment
          shows when the key works.
        </Notice>
      )}
    </div>
  );
}
