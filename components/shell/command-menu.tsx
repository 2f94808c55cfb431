"use client";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { CommandPalette } from "@/components/ui/command-palette";
import { useNavigate } from "@/components/ui/use-navigate";
import { appsQuery } from "@/lib/client/apps";
import { meQuery } from "@/lib/client/me";
import { overviewRowsQuery } from "@/lib/client/overview";
import { foundSecretsQuery } from "@/lib/client/secrets";
import { findCommands } from "./commands";
import { leave } from "./leave";
import { namesIn } from "./secret-verbs";
import { chooseTheme, THEMES } from "./theme";

const EXTRA = [
  ...THEMES.map((theme) => ({
    value: `theme-${theme}`,
    label: `Theme: ${theme}`,
    onSelect: () => chooseTheme(theme),
  })),
  { value: "leave", label: "Sign out", onSelect: () => void leave() },
];

/**
 * What the search finds: pages, apps, environments, secrets, and actions. Render it only while it is open,
 * because it keeps requesting rotating secrets.
 */
export default function CommandMenu({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const [query, setQuery] = useState("");
  const found = useQuery(foundSecretsQuery(query.trim()));
  const rotating = useInfiniteQuery({
    ...overviewRowsQuery({ search: namesIn(query) }),
    placeholderData: keepPreviousData,
  });
  const known = {
    actions: useQuery(meQuery).data?.actions ?? [],
    apps: useQuery(appsQuery).data ?? [],
    rotating: rotating.data?.pages[0]?.rows ?? [],
    found: query.trim() === "" ? [] : (found.data ?? []),
    environmentId: /\/environments\/([^/]+)/.exec(usePathname())?.[1] ?? null,
  };
  return (
    <CommandPalette
      onClose={onClose}
      query={query}
      onQuery={setQuery}
      searching={found.isFetching || rotating.isPlaceholderData}
      groups={findCommands(query, known, EXTRA, navigate)}
    />
  );
}
