"use client";
import { useQuery } from "@tanstack/react-query";
import { CircleHelp, CircleUserRound, Keyboard as KeyboardIcon } from "lucide-react";
import Link from "next/link";
import { meQuery } from "@/lib/client/me";
import { SHOW_SHORTCUTS } from "./show-shortcuts";

const ITEM =
  "flex h-8 w-full min-w-0 items-center gap-2.5 rounded-md px-2.5 text-left text-muted hover:bg-hover hover:text-ink [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-faint";

type RailFootProps = { version: string; onNavigate?: (() => void) | undefined };

/** The signed-in member, help, and the version. */
export function RailFoot({ version, onNavigate }: RailFootProps) {
  const user = useQuery(meQuery).data?.user;
  const name =
    user === undefined || user === null ? "Your profile" : user.name === "" ? user.email : user.name;
  const link = { className: ITEM, ...(onNavigate && { onClick: onNavigate }) };
  return (
    <footer className="mt-auto flex flex-col gap-0.5 px-2.5 py-3 text-sm">
      <Link href="/settings" title={user?.email} {...link}>
        <CircleUserRound aria-hidden />
        <span className="truncate">{name}</span>
      </Link>
      <Link href="/docs" {...link}>
        <CircleHelp aria-hidden />
        Help
      </Link>
      <button
        type="button"
        aria-haspopup="dialog"
        className={ITEM}
        onClick={() => {
          onNavigate?.();
          window.dispatchEvent(new Event(SHOW_SHORTCUTS));
        }}
      >
        <KeyboardIcon aria-hidden />
        Keyboard shortcuts
      </button>
      <p className="px-2.5 pt-2 text-xs text-faint">Phase {version}</p>
    </footer>
  );
}
