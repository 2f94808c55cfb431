"use client";
import Link from "next/link";
import type { ReactNode } from "react";
import { Brand } from "./brand";
import { ConnectionBanner } from "./connection-banner";
import { FocusKeeper } from "./focus-keeper";
import { Keyboard } from "./keyboard";
import { PlaceList } from "./place-list";
import { RailFoot } from "./rail-foot";
import { SessionEndedBanner } from "./session-ended-banner";
import { TabTitle } from "./tab-title";
import { TopBar } from "./top-bar";

/** Everything around a page. */
export function ConsoleFrame({ version, children }: { version: string; children: ReactNode }) {
  return (
    <div className="flex min-h-dvh">
      <a
        href="#main"
        className="fixed top-2 left-2 z-60 -translate-y-16 rounded-md bg-accent px-3 py-2 font-medium text-accent-on focus-visible:translate-y-0"
      >
        Skip to content
      </a>
      <aside className="sticky top-0 flex h-dvh w-52 shrink-0 flex-col overflow-y-auto border-r border-line bg-ground max-md:hidden print:hidden">
        <Link href="/" className="mx-2.5 mt-2.5 mb-3 flex h-9 items-center rounded-md px-2.5">
          <Brand />
        </Link>
        <PlaceList />
        <RailFoot version={version} />
      </aside>
      <div className="flex min-w-0 flex-1 flex-col">
        <TopBar version={version} />
        <FocusKeeper />
        <TabTitle />
        <Keyboard />
        <ConnectionBanner />
        <SessionEndedBanner />
        <main
          id="main"
          tabIndex={-1}
          className="mx-auto w-full max-w-6xl flex-1 px-4 pt-4 pb-3 outline-none sm:px-8"
        >
          {children}
        </main>
      </div>
    </div>
  );
}
