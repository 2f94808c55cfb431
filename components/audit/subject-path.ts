import { environmentPath } from "@/components/shell/environment-path";
import type { App } from "@/lib/api/apps";
import type { AuditEntry } from "@/lib/api/audit";

type Subject = Pick<AuditEntry, "subjectType" | "subjectId" | "subjectName" | "detail">;

/** The page that shows an entry's subject. Null if none does, or the subject is gone. */
export function subjectPath(
  { subjectType, subjectId, subjectName, detail }: Subject,
  apps: readonly App[],
): string | null {
  if (subjectId === null) return null;
  const isKnown = (id: unknown): id is string =>
    apps.some(({ environments }) => environments.some((environment) => environment.id === id));
  const environmentId = isKnown(detail.environmentId) ? detail.environmentId : null;
  switch (subjectType) {
    case "app":
      return apps.some(({ id }) => id === subjectId) ? `/apps/${subjectId}` : null;
    case "environment":
      return isKnown(subjectId) ? environmentPath(apps, subjectId) : null;
    case "secret":
      if (environmentId === null) return null;
      return `${environmentPath(apps, environmentId)}?filter=${encodeURIComponent(subjectName ?? "")}`;
    case "rotating_secret":
      return environmentId === null
        ? `/?search=${encodeURIComponent(subjectName ?? "")}`
        : environmentPath(apps, environmentId, subjectId);
    case "third_party_credential":
      return "/integrations";
    case "member":
    case "user":
      return "/members";
    case "service_token":
      return "/service-tokens";
    case "webhook":
      return "/notifications";
    default:
      return null;
  }
}
