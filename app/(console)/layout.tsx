import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { apps, environmentCounts, me } from "@/app/answers/answers";
import { sendAlong } from "@/app/answers/send-along";
import { ConsoleFrame } from "@/components/shell/console-frame";
import { SealedBanner } from "@/components/shell/sealed-banner";
import { ownerExists } from "@/lib/first-run/create-owner";
import { currentSession } from "@/lib/auth/current-user";
import { db } from "@/lib/db";
import { services } from "@/lib/create-services";
import packageJson from "@/package.json";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  if ((await currentSession()) === null) {
    if (!(await ownerExists(db()))) redirect("/setup");
    const path = (await headers()).get("x-path") ?? "/";
    redirect(path === "/" ? "/login" : `/login?callbackUrl=${encodeURIComponent(path)}`);
  }
  const sealedBecause = await (await services()).lookAtSeal();
  return await sendAlong(
    [me, apps, environmentCounts],
    <ConsoleFrame version={packageJson.version}>
      {sealedBecause !== null && <SealedBanner reason={sealedBecause} />}
      {children}
    </ConsoleFrame>,
  );
}
