import type { Metadata } from "next";
import { members } from "@/app/answers/answers";
import { sendAlong } from "@/app/answers/send-along";
import { MembersPage } from "@/components/members/members-page";

export const metadata: Metadata = { title: "Members" };

export default async function Page() {
  return await sendAlong([members], <MembersPage />);
}
