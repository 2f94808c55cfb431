import { StatusBadge } from "@/components/ui/badge";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { Facts } from "./facts";

/** What tells people about trouble today, said as it is. */
export function NotificationsPage({ mailConfigured }: { mailConfigured: boolean }) {
  return (
    <>
      <PageHeader
        title="Notifications"
        description="How you hear of a rotation that failed or a revocation that is owed."
      />
      <div className="border-y border-line py-3">
        <Facts
          facts={[
            {
              name: "Console",
              value: (
                <>
                  <StatusBadge tone="positive">On</StatusBadge>
                  <p className="text-muted">
                    <TextLink href="/">Overview</TextLink> shows what needs a person first, within two
                    seconds.
                  </p>
                </>
              ),
            },
            {
              name: "Metrics",
              value: (
                <>
                  <StatusBadge tone="positive">On</StatusBadge>
                  <p className="text-muted">
                    <code className="font-mono text-sm">/metrics</code> counts rotating secrets by health and
                    overdue revocations in Prometheus&rsquo; format: alert on them there.
                  </p>
                </>
              ),
            },
            {
              name: "E-mail",
              value: (
                <>
                  <StatusBadge tone="neutral">Off</StatusBadge>
                  <p className="text-muted">
                    {mailConfigured
                      ? "SMTP_URL is set, but this version sends no e-mail yet."
                      : "This version sends no e-mail. SMTP_URL is not set."}
                  </p>
                </>
              ),
            },
            {
              name: "Webhooks",
              value: (
                <>
                  <StatusBadge tone="neutral">Off</StatusBadge>
                  <p className="text-muted">This version calls no webhooks.</p>
                </>
              ),
            },
          ]}
        />
      </div>
    </>
  );
}
