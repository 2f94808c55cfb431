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
  /** Members without this permission don't see the link. */
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

/** Pages that the search finds, and that others link to. */
export const OTHER_PLACES: readonly Omit<Place, "Icon">[] = [
  { href: "/settings/system", label: "System", needs: "system:read" },
  { href: "/cli-login", label: "Command-line login", needs: "tokens:manage" },
  { href: "/api-docs", label: "API reference", needs: "read" },
];

/** The page of a path. */
export function placeOf(pathname: string): Place | undefined {
  return PLACES.find(({ href }) => href === pathname || (href !== "/" && pathname.startsWith(`${href}/`)));
}
