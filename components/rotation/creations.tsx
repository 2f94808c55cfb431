"use client";
import { lazy, Suspense } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { CreateRotatingSecret } from "@/lib/api/rotating-secrets";
import { useCreations, useForgetCreation } from "@/lib/client/creations";

const LateCreateFailure = lazy(async () => ({
  default: (await import("./create-failure")).LateCreateFailure,
}));

type CreationsProps = { environmentId: string; onOpen: (draft: CreateRotatingSecret) => void };

/** Creations that continue after their dialog was closed, and those that have failed since, with their drafts. */
export function Creations({ environmentId, onOpen }: CreationsProps) {
  const creations = useCreations(environmentId);
  const forget = useForgetCreation(environmentId);
  return creations.map(({ id, body, error }) =>
    error === null ? (
      <div key={id} role="status" className="mb-4">
        <Notice tone="info" title={`Creating ${body.name}`}>
          OpenAI can take up to two minutes to accept a new key. {body.outputs.api_key} appears here once the
          key works.
        </Notice>
      </div>
    ) : (
      <div key={id} className="mb-4">
        <Suspense>
          <LateCreateFailure
            error={error}
            name={body.name}
            action={
              <>
                <Button
                  size="sm"
                  onClick={() => {
                    forget(id);
                    onOpen(body);
                  }}
                >
                  Open draft
                </Button>
                <Button size="sm" onClick={() => forget(id)}>
                  Dismiss
                </Button>
              </>
            }
          />
        </Suspense>
      </div>
    ),
  );
}
