import { dehydrate, QueryClient } from "@tanstack/react-query";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { SentAlong } from "@/components/shell/sent-along";
import { originOf } from "@/lib/access/origin";
import { currentSession } from "@/lib/auth/current-user";
import { services } from "@/lib/create-services";
import type { EngineCtx } from "@/lib/rotation/services";

/** Puts what the API would answer to one of a page's queries where that query looks for it. */
export type Answer = (ctx: EngineCtx, client: QueryClient) => Promise<unknown>;

/**
 * A page together with the answers to its queries: what its server knows, its browser need not ask for. An answer that is
 * refused, or can't be read, is left out; the page asks for it and says why there is none.
 */
export async function sendAlong(answers: readonly Answer[], page: ReactNode): Promise<ReactNode> {
  const session = await currentSession();
  // The layout leads to where one signs in.
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
