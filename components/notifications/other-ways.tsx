import { Facts } from "@/components/settings/facts";
import { StatusBadge } from "@/components/ui/badge";
import { TextLink } from "@/components/ui/text-link";

/** Email, and the channels that are always available. */
export function OtherWays({ mailFrom }: { mailFrom: string | null }) {
  return (
    <section aria-labelledby="other-ways">
      <h2 id="other-ways" className="mb-3 text-lg font-semibold">
        Other channels
      </h2>
      <div className="border-y border-line py-3">
        <Facts
          facts={[
            { name: "Email", value: <MailState mailFrom={mailFrom} /> },
            {
              name: "Console",
              value: (
                <p className="text-muted">
                  <TextLink href="/">Overview</TextLink> shows every rotating secret, worst first, and updates
                  within two seconds.
                </p>
              ),
            },
            {
              name: "Metrics",
              value: (
                <p className="text-muted">
                  <code className="font-mono text-sm">/metrics</code> count rotating secrets by health, and
                  overdue revocations, in Prometheus format. Set up alerts there.
                </p>
              ),
            },
          ]}
        />
      </div>
    </section>
  );
}

function MailState({ mailFrom }: { mailFrom: string | null }) {
  if (mailFrom === null) {
    return (
      <>
        <StatusBadge tone="neutral">Off</StatusBadge>
        <p className="text-muted">
          No email: <code className="font-mono text-sm">SMTP_URL</code> is not set.
        </p>
      </>
    );
  }
  return (
    <>
      <StatusBadge tone="positive">On</StatusBadge>
      <p className="text-muted">
        Sent by {mailFrom} when a rotating secret becomes degraded, failed or healthy again, when a previous
        key is still used near its end or its revocation is overdue, and before an admin key expires: to
        owners, admins and the creator of the rotating secret.
      </p>
    </>
  );
}
