import { useQuery } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { thirdPartyCredentialsQuery } from "@/lib/client/third-party-credentials";

/** The next of the two first steps. */
export function Beginning() {
  const credentials = useQuery(thirdPartyCredentialsQuery).data;
  const hasCredential = credentials !== undefined && credentials.length > 0;
  return (
    <EmptyState
      title="No rotating secrets yet"
      icon={<RefreshCw aria-hidden />}
      action={
        hasCredential ? (
          <ButtonLink variant="primary" href="/apps">
            Choose an environment
          </ButtonLink>
        ) : (
          <ButtonLink variant="primary" href="/integrations">
            Go to Integrations
          </ButtonLink>
        )
      }
    >
      {hasCredential
        ? "Open an environment and choose New Secret, then Rotating Secret. Its health, next rotation and problems appear here."
        : "First add an OpenAI admin key under Integrations. Then open an environment and choose New Secret, then Rotating Secret."}
    </EmptyState>
  );
}
