import type { Metadata } from "next";
import { system } from "@/app/answers/answers";
import { sendAlong } from "@/app/answers/send-along";
import { SystemPage } from "@/components/settings/system-page";

export const metadata: Metadata = { title: "System" };

export default async function Page() {
  return await sendAlong([system], <SystemPage />);
}
