"use client";
import { useMutation, type UseMutationOptions } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { errorMessage } from "@/lib/client/fetcher";
import { toast } from "./toast";

/**
 * A mutation whose result is always reported: its effect in a toast, and its failure in one too if nothing on
 * the page can show it any more. Callbacks of `mutate` are dropped when their component unmounts; these
 * aren't.
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
