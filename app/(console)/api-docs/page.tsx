import type { Metadata } from "next";
import { ApiDocsPage } from "@/components/api-docs/api-docs-page";

export const metadata: Metadata = { title: "API reference" };

export default function Page() {
  return <ApiDocsPage />;
}
