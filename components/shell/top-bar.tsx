"use client";
import { Menu as MenuIcon } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { AccountMenu } from "./account-menu";
import { PageCrumbs } from "./page-crumbs";
import { PlaceList } from "./place-list";
import { RailFoot } from "./rail-foot";
import { SearchButton } from "./search-button";
import { ThemeMenu } from "./theme-menu";

const Drawer = lazy(() => import("@/components/ui/drawer"));

export function TopBar({ version }: { version: string }) {
  const [placesOpen, setPlacesOpen] = useState(false);
  const [placesAsked, setPlacesAsked] = useState(false);
  return (
    <header className="sticky top-0 z-20 flex h-12 shrink-0 items-center gap-2 border-b border-line bg-ground px-4 sm:px-8 print:hidden">
      <IconButton
        label="Places"
        className="-ml-2 md:hidden"
        aria-haspopup="dialog"
        aria-expanded={placesOpen}
        onClick={() => {
          setPlacesAsked(true);
          setPlacesOpen(true);
        }}
      >
        <MenuIcon aria-hidden />
      </IconButton>
      <div className="min-w-0 flex-1">
        <PageCrumbs />
      </div>
      <SearchButton />
      <ThemeMenu />
      <AccountMenu />
      {placesAsked && (
        <Suspense>
          <Drawer open={placesOpen} onOpenChange={setPlacesOpen} title="Phase">
            <PlaceList onNavigate={() => setPlacesOpen(false)} />
            <RailFoot version={version} onNavigate={() => setPlacesOpen(false)} />
          </Drawer>
        </Suspense>
      )}
    </header>
  );
}
