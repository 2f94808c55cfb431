import type { Metadata } from "next";
import { AuthPage } from "@/components/auth/auth-page";
import { InvitationForm } from "@/components/auth/invitation-form";

export const metadata: Metadata = { title: "Choose a password" };

export default function InvitationPage() {
  return (
    <AuthPage title="Choose your password" lead="Phase stores only a hash of it.">
      <InvitationForm />
    </AuthPage>
  );
}
