import type { Metadata } from "next";
import { AuthPage } from "@/components/auth/auth-page";
import { buttonClass } from "@/components/ui/button-class";

export const metadata: Metadata = { title: "Not found" };

/** Every page bundles it, so it has no code: the link loads a whole page. */
export default function NotFound() {
  return (
    <AuthPage title="Page not found" lead="The URL is wrong, or the page was deleted.">
      {/* eslint-disable-next-line @next/next/no-html-link-for-pages -- Link would be code of every page. */}
      <a href="/" className={buttonClass("secondary", "md")}>
        Go to the overview
      </a>
    </AuthPage>
  );
}
