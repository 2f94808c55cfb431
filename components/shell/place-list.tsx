"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { classNames } from "@/components/ui/class-names";
import { meQuery } from "@/lib/client/me";
import { environmentCountsQuery } from "@/lib/client/overview";
import { placeOf, PLACES } from "./places";
import { failedIn } from "./where";

/** The pages of the console. */
export function PlaceList({ onNavigate }: { onNavigate?: () => void }) {
  const current = placeOf(usePathname());
  const failed = failedIn(useQuery(environmentCountsQuery).data);
  const actions = useQuery(meQuery).data?.actions ?? [];
  return (
    <nav aria-label="Places">
      <ul className="flex flex-col gap-0.5 px-2.5">
        {PLACES.filter((place) => actions.includes(place.needs)).map((place) => (
          <li key={place.href}>
            <Link
              href={place.href}
              {...(onNavigate && { onClick: onNavigate })}
              aria-current={place === current ? "page" : undefined}
              className={classNames(
                "flex h-8 items-center gap-2.5 rounded-md px-2.5 font-medium transition-colors duration-100",
                place === current ? "bg-hover text-ink" : "text-muted hover:bg-hover hover:text-ink",
              )}
            >
              <place.Icon
                aria-hidden
                className={classNames(
                  "size-4 shrink-0",
                  place === current ? "text-accent-ink" : "text-faint",
                )}
              />
              {place.label}
              {place.href === "/" && failed > 0 && (
                <span className="ml-auto rounded-full bg-danger-soft px-1.5 text-xs font-medium text-danger-ink tabular-nums">
                  {failed}
                  <span className="sr-only"> failed</span>
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
