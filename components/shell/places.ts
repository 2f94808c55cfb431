import {
  Activity,
  AppWindow,
  Bell,
  KeyRound,
  type LucideIcon,
  Plug,
  ScrollText,
  Settings,
  Users,
} from "lucide-react";
import type { Action } from "@/lib/access/permissions";

export type Place = {
  href: string;
  label: string;
  Icon: LucideIcon;
  /** Who may not do this is not shown the way there. */
  needs: Action;
};

export const PLACES: readonly Place[] = [
  { href: "/", label: "Overview", Icon: Activity, needs: "read" },
  { href: "/apps", label: "Apps", Icon: AppWindow, needs: "read" },
  { href: "/integrations", label: "Integrations", Icon: Plug, needs: "read" },
  { href: "/audit", label: "Audit log", Icon: ScrollText, needs: "audit:read" },
  { href: "/members", label: "Members", Icon: Users, needs: "members:read" },
  { href: "/service-tokens", label: "Service tokens", Icon: KeyRound, needs: "tokens:manage" },
  { href: "/notifications", label: "Notifications", Icon: Bell, needs: "read" },
  { href: "/settings", label: "Settings", Icon: Settings, needs: "read" },
];

/** The place that a path belongs to. */
export function placeOf(pathname: string): Place | undefined {
  return PLACES.find(({ href }) => href === pathname || (href !== "/" && pathname.startsWith(`${href}/`)));
}
