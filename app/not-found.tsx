import type { Metadata } from "next";
import { AuthPage } from "@/components/auth/auth-page";
import { ButtonLink } from "@/components/ui/button-link";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <AuthPage title="Page not found" lead="The URL is wrong, or the page was deleted.">
      <ButtonLink href="/">Go to the overview</ButtonLink>
    </AuthPage>
  );
}
