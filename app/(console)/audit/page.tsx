import type { Metadata } from "next";
import { audit } from "@/app/answers/answers";
import { type PageSearch, searchOf } from "@/app/answers/search-of";
import { sendAlong } from "@/app/answers/send-along";
import { auditChoice, auditQueryOf } from "@/components/audit/audit-choice";
import { AuditPage } from "@/components/audit/audit-page";

export const metadata: Metadata = { title: "Audit log" };

export default async function Page({ searchParams }: { searchParams: PageSearch }) {
  const choice = auditChoice(await searchOf(searchParams));
  // The reader's time zone isn't known yet, so the browser also begins with UTC.
  return await sendAlong([audit(auditQueryOf(choice, "UTC"))], <AuditPage />);
}
