import type { Metadata } from "next";
import { overview, thirdPartyCredentials } from "@/app/answers/answers";
import { sendAlong } from "@/app/answers/send-along";
import { OverviewPage } from "@/components/overview/overview-page";

export const metadata: Metadata = { title: "Overview" };

export default async function Page() {
  return await sendAlong([overview, thirdPartyCredentials], <OverviewPage />);
}
