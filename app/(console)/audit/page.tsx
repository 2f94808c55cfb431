import type { Metadata } from "next";
import { audit } from "@/app/answers/answers";
import { sendAlong } from "@/app/answers/send-along";
import { AuditPage } from "@/components/audit/audit-page";

export const metadata: Metadata = { title: "Audit log" };

export default async function Page() {
  return await sendAlong([audit], <AuditPage />);
}
