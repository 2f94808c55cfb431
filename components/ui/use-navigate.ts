"use client";
import { useRouter } from "next/navigation";
import { useCallback } from "react";
import { navigate } from "./history-steps";

/** Goes to one of the console's pages, also from a dialog that closes meanwhile. */
export function useNavigate(): (href: string) => void {
  const router = useRouter();
  return useCallback((href) => navigate(router, href), [router]);
}
