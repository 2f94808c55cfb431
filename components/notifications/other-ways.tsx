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
                  <code className="font-mono text-sm">/metrics</code> reports rotating secrets by health,
                  overdue revocations and more in Prometheus format. Set up alerts there.
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
        Sent by {mailFrom} to owners, admins and the creator of the rotating secret: when a rotating secret
        becomes degraded, failed or healthy again, when its current key is removed at OpenAI, when a program
        still uses a previous key late in the revocation delay, when a revocation is overdue, before an admin
        key expires, and when this installation is sealed.
      </p>
    </>
  );
}
