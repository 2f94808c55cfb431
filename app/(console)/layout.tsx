import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { ConsoleFrame } from "@/components/shell/console-frame";
import { SealedBanner } from "@/components/shell/sealed-banner";
import { exceptionsOf } from "@/lib/members/read-me";
import { listApps } from "@/lib/apps/list-apps";
import { ownerExists } from "@/lib/first-run/create-owner";
import { currentSession } from "@/lib/auth/current-user";
import { ACTIONS, may } from "@/lib/access/permissions";
import { db } from "@/lib/db";
import { services } from "@/lib/create-services";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const session = await currentSession();
  if (session === null) {
    if (!(await ownerExists(db()))) redirect("/setup");
    const path = (await headers()).get("x-path") ?? "/";
    redirect(path === "/" ? "/login" : `/login?callbackUrl=${encodeURIComponent(path)}`);
  }
  const { actor, user, organisation } = session;
  const me = {
    organisation,
    user,
    role: actor.role,
    serviceToken: null,
    actions: ACTIONS.filter((action) => may(actor, action)),
    environments: exceptionsOf(actor),
  };
  const apps = await listApps({ db: db(), actor });
  const sealedBecause = await (await services()).lookAtSeal();
  return (
    <ConsoleFrame me={me} apps={apps}>
      {sealedBecause !== null && <SealedBanner reason={sealedBecause} />}
      {children}
    </ConsoleFrame>
  );
}
