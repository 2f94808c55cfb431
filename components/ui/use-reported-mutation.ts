"use client";
import { useMutation, type UseMutationOptions } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { errorMessage } from "@/lib/client/fetcher";
import { toast } from "./toast";

/**
 * A change whose end is always reported: what it did in a toast, and why it failed in one too if nothing on the page can
 * say so any more. Callbacks of `mutate` are dropped when their component goes; these aren't.
 */
export function useReportedMutation<Data, Variables>(
  options: UseMutationOptions<Data, Error, Variables>,
  report: (data: Data, variables: Variables) => string,
) {
  const isOnPage = useRef(false);
  useEffect(() => {
    isOnPage.current = true;
    return () => {
      isOnPage.current = false;
    };
  }, []);
  return useMutation({
    ...options,
    onSuccess: (data, variables) => toast(report(data, variables)),
    onError: (error) => {
      if (!isOnPage.current) toast(errorMessage(error), "danger");
    },
  });
}
