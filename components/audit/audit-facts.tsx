import { EventFactList } from "@/components/rotation/event-fact-list";
import { auditFacts } from "@/components/rotation/event-words";
import type { AuditEntry } from "@/lib/api/audit";

/** The details of an entry, if any. */
export function AuditFacts({ entry }: { entry: AuditEntry }) {
  const facts = auditFacts(entry.action, entry.detail);
  return facts.length > 0 && <EventFactList facts={facts} />;
}
