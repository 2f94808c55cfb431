import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { NotificationsPage } from "@/components/settings/notifications-page";
import { currentSession } from "@/lib/auth/current-user";
import { env } from "@/lib/env";

export const metadata: Metadata = { title: "Notifications" };

export default async function Page() {
  if ((await currentSession()) === null) redirect("/login");
  return <NotificationsPage mailConfigured={env().smtpUrl !== undefined} />;
}
