"use client";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { NotLoaded } from "@/components/ui/not-loaded";
import { Rows } from "@/components/ui/rows";
import { toast } from "@/components/ui/toast";
import type { Webhook } from "@/lib/api/webhooks";
import { errorMessage } from "@/lib/client/fetcher";
import { redeliver, webhookDeliveriesQuery } from "@/lib/client/webhooks";
import { DeliveryRow } from "./delivery-row";

/** One webhook's deliveries with their results, and a button to send each again. */
export function DeliveriesDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const log = useInfiniteQuery(webhookDeliveriesQuery(webhook.id));
  const again = useMutation(redeliver(webhook.id));
  const deliveries = log.data?.pages.flatMap((page) => page.deliveries);
  return (
    <Dialog
      onClose={onClose}
      size="lg"
      title={`Deliveries of ${webhook.name}`}
      description="Last 30 days, newest first. Failed deliveries are retried for about 36 hours."
    >
      <NotLoaded query={log} loading="Loading deliveries…" failed="Couldn't load deliveries" />
      {deliveries?.length === 0 && (
        <EmptyState title="No deliveries yet">
          Deliveries appear here with the receiver&rsquo;s response.
        </EmptyState>
      )}
      {deliveries !== undefined && deliveries.length > 0 && (
        <Rows label="Deliveries">
          {deliveries.map((delivery) => (
            <DeliveryRow
              key={delivery.id}
              delivery={delivery}
              pending={again.isPending && again.variables === delivery.id}
              onRedeliver={
                webhook.enabled
                  ? () =>
                      again.mutate(delivery.id, {
                        onError: (error) => toast(errorMessage(error), "danger"),
                      })
                  : undefined
              }
            />
          ))}
        </Rows>
      )}
      {log.hasNextPage && (
        <div className="mt-4 flex justify-center">
          <Button pending={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
            Load more
          </Button>
        </div>
      )}
    </Dialog>
  );
}
