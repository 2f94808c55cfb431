import "./globals.css";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { earlyPressScript } from "@/components/shell/early-press-script";
import { Hydrated } from "@/components/shell/hydrated";
import { themeScript } from "@/components/shell/theme";
import { Toaster } from "@/components/ui/toast";
import { QueryProvider } from "@/lib/client/query-provider";

export const metadata: Metadata = {
  title: { default: "Phase", template: "%s · Phase" },
  description: "Rotates OpenAI project keys on a schedule.",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { colorScheme: "light dark" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    // The theme script sets data-theme before React checks it.
    <html lang="en" suppressHydrationWarning>
      <head>
        {/* Browsers hide the nonce from scripts, so React doesn't find it. */}
        <script
          nonce={nonce}
          suppressHydrationWarning
          dangerouslySetInnerHTML={{ __html: `${themeScript};${earlyPressScript}` }}
        />
      </head>
      <body>
        <QueryProvider>
          <div id="console">{children}</div>
          <Toaster />
          <Hydrated />
        </QueryProvider>
      </body>
    </html>
  );
}
