import { dehydrate, QueryClient } from "@tanstack/react-query";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { SentAlong } from "@/components/shell/sent-along";
import { originOf } from "@/lib/access/origin";
import { currentSession } from "@/lib/auth/current-user";
import { services } from "@/lib/create-services";
import type { EngineCtx } from "@/lib/rotation/services";

/** Puts the API's response to a page's query where that query finds it. */
export type Answer = (ctx: EngineCtx, client: QueryClient) => Promise<unknown>;

/**
 * A page with the responses to its queries, so that the browser needn't request what the server knows. A
 * refused or unreadable response is left out, and the page requests it and shows the reason.
 */
export async function sendAlong(answers: readonly Answer[], page: ReactNode): Promise<ReactNode> {
  const session = await currentSession();
  // The layout redirects to the sign-in page.
  if (session === null) return null;
  const ctx = { ...(await services()), actor: session.actor, origin: originOf(await headers()) };
  const client = new QueryClient();
  await Promise.allSettled(answers.map((answer) => answer(ctx, client)));
  return (
    <SentAlong answers={dehydrate(client)} renderedAt={Date.now()}>
      {page}
    </SentAlong>
  );
}
