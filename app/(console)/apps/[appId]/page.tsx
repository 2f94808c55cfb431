import type { Metadata } from "next";
import { AppPage } from "@/components/apps/app-page";

export const metadata: Metadata = { title: "App" };

export default async function Page({ params }: { params: Promise<{ appId: string }> }) {
  const { appId } = await params;
  return <AppPage appId={appId} />;
}
