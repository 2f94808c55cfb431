import type { Metadata } from "next";
import { sendAlong } from "@/app/answers/send-along";
import { AppPage } from "@/components/apps/app-page";

export const metadata: Metadata = { title: "App" };

export default async function Page({ params }: { params: Promise<{ appId: string }> }) {
  const { appId } = await params;
  return await sendAlong([], <AppPage appId={appId} />);
}
