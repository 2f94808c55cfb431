import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthPage } from "@/components/auth/auth-page";
import { SetupForm } from "@/components/auth/setup-form";
import { ownerExists } from "@/lib/first-run/create-owner";
import { db } from "@/lib/db";
import { howToRun } from "@/lib/settings/how-to-run";

export const metadata: Metadata = { title: "Set up" };

export default async function SetupPage() {
  if (await ownerExists(db())) redirect("/login");
  return (
    <AuthPage title="Set up Phase" lead="Create the owner account. The owner can add other people later.">
      <SetupForm doctor={howToRun("phase doctor")} />
    </AuthPage>
  );
}
