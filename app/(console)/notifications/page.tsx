import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { webhooks } from "@/app/answers/answers";
import { sendAlong } from "@/app/answers/send-along";
import { NotificationsPage } from "@/components/notifications/notifications-page";
import { currentSession } from "@/lib/auth/current-user";
import { env } from "@/lib/settings/env";
import { senderText } from "@/lib/settings/sender";

export const metadata: Metadata = { title: "Notifications" };

export default async function Page() {
  if ((await currentSession()) === null) redirect("/login");
  const { smtpUrl, mailFrom } = env();
  const isSet = smtpUrl !== undefined && mailFrom !== undefined;
  return await sendAlong([webhooks], <NotificationsPage mailFrom={isSet ? senderText(mailFrom) : null} />);
}
