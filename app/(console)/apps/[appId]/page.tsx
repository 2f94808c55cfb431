import type { Metadata } from "next";
import { overview } from "@/app/answers/answers";
import { sendAlong } from "@/app/answers/send-along";
import { AppPage } from "@/components/apps/app-page";

export const metadata: Metadata = { title: "App" };

export default async function Page({ params }: { params: Promise<{ appId: string }> }) {
  const { appId } = await params;
  return await sendAlong([overview], <AppPage appId={appId} />);
}
