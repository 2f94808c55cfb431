import type { ReactNode } from "react";
import { Brand } from "@/components/shell/brand";

/** The plain page for signing in and setting up. */
export function AuthPage({ title, lead, children }: { title: string; lead: ReactNode; children: ReactNode }) {
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 pt-[12vh] pb-12">
      <div className="w-full max-w-sm">
        <Brand />
        <h1 className="mt-8 text-xl font-semibold tracking-tight">{title}</h1>
        <div className="mt-1 mb-6 text-muted">{lead}</div>
        {children}
      </div>
    </main>
  );
}
