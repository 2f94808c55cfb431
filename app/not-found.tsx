import type { Metadata } from "next";
import { AuthPage } from "@/components/auth/auth-page";
import { ButtonLink } from "@/components/ui/button-link";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <AuthPage title="There is nothing here" lead="The address is not quite right, or what was here is gone.">
      <ButtonLink href="/">Go to the overview</ButtonLink>
    </AuthPage>
  );
}
