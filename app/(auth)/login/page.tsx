import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthPage } from "@/components/auth/auth-page";
import { LoginForm } from "@/components/auth/login-form";
import { safePath } from "@/components/auth/safe-path";
import { ownerExists } from "@/lib/first-run/create-owner";
import { currentSession } from "@/lib/auth/current-user";
import { db } from "@/lib/db";

export const metadata: Metadata = { title: "Sign in" };

type LoginPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function LoginPage({ searchParams }: LoginPageProps) {
  const { callbackUrl } = await searchParams;
  const goTo = safePath(typeof callbackUrl === "string" ? callbackUrl : undefined);
  if ((await currentSession()) !== null) redirect(goTo);
  if (!(await ownerExists(db()))) redirect("/setup");
  return (
    <AuthPage title="Sign in" lead="No account, or a lost password? Ask an owner or admin for a link.">
      <LoginForm goTo={goTo} />
    </AuthPage>
  );
}
