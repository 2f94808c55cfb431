"use client";
import { Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { useAskedParam } from "@/components/ui/use-url-param";
import { useMay } from "@/lib/client/me";
import { OtherWays } from "./other-ways";
import type { OpenWebhookDialog } from "./webhook-dialogs";
import { WebhookList } from "./webhook-list";

const WebhookDialogs = lazy(() => import("./webhook-dialogs"));

/** Who is notified of failed rotations and outstanding revocations, and how. */
export function NotificationsPage({ mailFrom }: { mailFrom: string | null }) {
  const mayManage = useMay("webhooks:manage");
  const [adding, setAdding] = useAskedParam("add");
  const [opened, setOpened] = useState<OpenWebhookDialog | null>(null);
  const dialog = adding !== null && mayManage ? ({ action: "add" } as const) : opened;
  const close = () => {
    setOpened(null);
    if (adding !== null) setAdding(null);
  };
  return (
    <>
      <PageHeader
        title="Notifications"
        description="Where Phase reports rotations, revocations and failures."
        actions={
          mayManage && (
            <Button variant="primary" onClick={() => setAdding("webhook")}>
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
          <WebhookList onAction={(action, webhook) => setOpened({ action, webhook })} />
        ) : (
          <p className="border-y border-line py-3 text-muted">Owners and admins manage webhooks.</p>
        )}
      </section>
      <OtherWays mailFrom={mailFrom} />
      <Suspense>{dialog !== null && <WebhookDialogs dialog={dialog} onClose={close} />}</Suspense>
    </>
  );
}
