import type { Metadata } from "next";
import { CredentialsPage } from "@/components/admin-keys/credentials-page";

export const metadata: Metadata = { title: "Third-party credentials" };

export default function IntegrationsPage() {
  return <CredentialsPage />;
}
