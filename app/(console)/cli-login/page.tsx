import type { Metadata } from "next";
import { CliLoginPage } from "@/components/cli-login/cli-login-page";

export const metadata: Metadata = { title: "Command-line login" };

export default function Page() {
  return <CliLoginPage />;
}
