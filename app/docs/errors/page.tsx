import type { Metadata } from "next";
import { ErrorsPage } from "@/components/docs/errors-page";

export const metadata: Metadata = { title: "Errors" };

/** Where the API's error bodies send people: public, as programs meet errors before they have signed in. */
export default function Page() {
  return <ErrorsPage />;
}
