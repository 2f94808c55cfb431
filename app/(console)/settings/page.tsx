import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { sessions } from "@/app/answers/answers";
import { sendAlong } from "@/app/answers/send-along";
import { SettingsPage } from "@/components/settings/settings-page";
import { currentSession } from "@/lib/auth/current-user";
import { databaseNow } from "@/lib/db";
import { env } from "@/lib/settings/env";
import { exposureWarnings } from "@/lib/settings/exposure";
import { services } from "@/lib/create-services";
import { forwardingWarning } from "@/lib/requests/forwarding";
import { VERSION } from "@/lib/version";

export const metadata: Metadata = { title: "Settings" };

export default async function Page() {
  // Layouts and pages render in parallel, so the layout's check doesn't cover what the page reads.
  if ((await currentSession()) === null) redirect("/login");
  const { db, lookAtSeal } = await services();
  const instance = await db.instance.findUniqueOrThrow({ where: { id: 1 } });
  const settings = env();
  const { openaiBaseUrl, minRotationIntervalSeconds, encryptionKeys, trustedProxies } = settings;
  const installation = {
    version: VERSION,
    instanceId: instance.instanceId,
    openaiBaseUrl,
    minRotationIntervalSeconds,
    encryptionKeyIds: encryptionKeys.map(({ id }) => id),
    sealedBecause: await lookAtSeal(),
    forwardingWarning: forwardingWarning(instance, trustedProxies, await databaseNow(db)),
    exposureWarnings: exposureWarnings(settings),
  };
  return await sendAlong([sessions], <SettingsPage installation={installation} />);
}
