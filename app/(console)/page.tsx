import type { Metadata } from "next";
import { needs, overviewRows, thirdPartyCredentials } from "@/app/answers/answers";
import { type PageSearch, searchOf } from "@/app/answers/search-of";
import { sendAlong } from "@/app/answers/send-along";
import { overviewChoice } from "@/components/overview/overview-choice";
import { OverviewPage } from "@/components/overview/overview-page";

export const metadata: Metadata = { title: "Overview" };

export default async function Page({ searchParams }: { searchParams: PageSearch }) {
  const choice = overviewChoice(await searchOf(searchParams));
  return await sendAlong([needs, overviewRows(choice), thirdPartyCredentials], <OverviewPage />);
}
