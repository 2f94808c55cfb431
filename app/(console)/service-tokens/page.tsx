import type { Metadata } from "next";
import { serviceTokens } from "@/app/answers/answers";
import { sendAlong } from "@/app/answers/send-along";
import { TokensPage } from "@/components/tokens/tokens-page";

export const metadata: Metadata = { title: "Service tokens" };

export default async function Page() {
  return await sendAlong([serviceTokens], <TokensPage />);
}
