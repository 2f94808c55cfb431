"use client";
import { Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { useMay } from "@/lib/client/me";
import { OtherWays } from "./other-ways";
import type { OpenWebhookDialog } from "./webhook-dialogs";
import { WebhookList } from "./webhook-list";

const WebhookDialogs = lazy(() => import("./webhook-dialogs"));

/** Who is told of a rotation that failed or a revocation that is owed, and how. */
export function NotificationsPage({ mailFrom }: { mailFrom: string | null }) {
  const mayManage = useMay("webhooks:manage");
  const [dialog, setDialog] = useState<OpenWebhookDialog | null>(null);
  return (
    <>
      <PageHeader
        title="Notifications"
        description="How people and programs hear of a rotation that failed or a revocation that is owed."
        actions={
          mayManage && (
            <Button variant="primary" onClick={() => setDialog({ action: "add" })}>
              <Plus aria-hidden />
              Add webhook
            </Button>
          )
        }
      />
      <section aria-labelledby="webhooks" className="mb-8">
        <h2 id="webhooks" className="mb-3 text-lg font-semibold">
          Webhooks
        </h2>
        {mayManage ? (
          <WebhookList onAction={(action, webhook) => setDialog({ action, webhook })} />
        ) : (
          <p className="border-y border-line py-3 text-muted">Owners and admins manage webhooks.</p>
        )}
      </section>
      <OtherWays mailFrom={mailFrom} />
      <Suspense>
        {dialog !== null && <WebhookDialogs dialog={dialog} onClose={() => setDialog(null)} />}
      </Suspense>
    </>
  );
}
