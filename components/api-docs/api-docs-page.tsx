"use client";
import { lazy, Suspense } from "react";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { TextLink } from "@/components/ui/text-link";

const Viewer = lazy(() => import("./viewer"));

/** The HTTP API as described by its OpenAPI document. */
export function ApiDocsPage() {
  return (
    <>
      <PageHeader
        title="API reference"
        description={
          <>
            A program can do everything this console does, with a{" "}
            <TextLink href="/service-tokens">service token</TextLink>. Times are ISO 8601 in UTC, durations
            whole seconds; unknown fields are refused. As an OpenAPI document:{" "}
            <a
              href="/api/v1/openapi.json"
              className="font-mono text-sm font-medium text-accent-ink underline-offset-2 hover:underline"
            >
              /api/v1/openapi.json
            </a>
          </>
        }
      />
      <Suspense fallback={<SkeletonRows count={8} label="Loading API reference…" />}>
        <Viewer />
      </Suspense>
    </>
  );
}
