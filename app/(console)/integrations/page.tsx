import type { Metadata } from "next";
import { thirdPartyCredentials } from "@/app/answers/answers";
import { sendAlong } from "@/app/answers/send-along";
import { CredentialsPage } from "@/components/admin-keys/credentials-page";

export const metadata: Metadata = { title: "Third-party credentials" };

export default async function Page() {
  return await sendAlong([thirdPartyCredentials], <CredentialsPage />);
}
