import { EventFactList } from "@/components/rotation/event-fact-list";
import { auditFacts } from "@/components/rotation/event-words";
import type { AuditEntry } from "@/lib/api/audit";

/** What an entry tells besides, if anything. */
export function AuditFacts({ entry }: { entry: AuditEntry }) {
  const facts = auditFacts(entry.action, entry.detail);
  return facts.length > 0 && <EventFactList facts={facts} />;
}
