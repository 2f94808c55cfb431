"use client";
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { environmentsOf } from "@/components/apps/environments-of";
import { AddressInput } from "@/components/ui/address-input";
import { Select } from "@/components/ui/select";
import type { Needs } from "@/lib/api/overview";
import { OVERVIEW_STATES, type OverviewSort, type OverviewState } from "@/lib/lists/overview";
import { appsQuery } from "@/lib/client/apps";
import type { OverviewChoice } from "@/lib/client/overview";
import { thirdPartyCredentialsQuery } from "@/lib/client/third-party-credentials";
import type { ChoiceName } from "./overview-choice";

const STATE_WORDS: Record<OverviewState, string> = {
  failed: "Failed",
  degraded: "Degraded",
  paused: "Paused",
  healthy: "Healthy",
  owed: "Outstanding revocations",
};

/** A narrow page has no column heads to press. */
const SORT_WORDS: Record<OverviewSort, string> = {
  state: "Worst first",
  name: "Name",
  place: "App / environment",
  project: "Project",
  age: "Oldest key",
  next: "Next rotation",
  owed: "Outstanding",
};

type OverviewFilterProps = {
  choice: OverviewChoice;
  counts: Needs["counts"];
  onChoose: (name: ChoiceName, value: string | null) => void;
};

/** The filters of the table, all of them in the URL. */
export function OverviewFilter({ choice, counts, onChoose }: OverviewFilterProps) {
  const total = counts.healthy + counts.degraded + counts.failed;
  const countOf = (state: OverviewState) => (state === "owed" || state === "healthy" ? null : counts[state]);
  const states = OVERVIEW_STATES.map((state) => {
    const count = countOf(state);
    return { value: state, label: count === null ? STATE_WORDS[state] : `${STATE_WORDS[state]} (${count})` };
  });
  return (
    <div className="mb-2 flex flex-wrap items-center gap-2">
      <AddressInput
        type="search"
        aria-label="Filter rotating secrets"
        aria-keyshortcuts="/"
        placeholder="Filter by name, app, environment or project"
        className="h-8 max-w-80 flex-1 basis-52"
        value={choice.search ?? ""}
        onType={(search) => onChoose("search", search)}
      />
      <div className="w-44">
        <Select
          aria-label="State"
          value={choice.state ?? "all"}
          options={[{ value: "all", label: `All (${total})` }, ...states]}
          onValueChange={(state) => onChoose("state", state === "all" ? null : state)}
        />
      </div>
      <div className="w-40 md:hidden">
        <Select
          aria-label="Sort by"
          value={choice.sort ?? "state"}
          options={Object.entries(SORT_WORDS).map(([value, label]) => ({ value, label }))}
          onValueChange={(sort) => onChoose("sort", sort)}
        />
      </div>
      <Narrowed choice={choice} onChoose={onChoose} />
    </div>
  );
}

/** Filters set by other pages, and how to clear them. */
function Narrowed({ choice, onChoose }: Omit<OverviewFilterProps, "counts">) {
  const apps = useQuery(appsQuery).data ?? [];
  const credentials = useQuery(thirdPartyCredentialsQuery).data ?? [];
  const environment = environmentsOf(apps).find(({ id }) => id === choice.environmentId);
  const credential = credentials.find(({ id }) => id === choice.thirdPartyCredentialId);
  const narrowed = [
    { name: "environmentId", word: environment?.name },
    { name: "thirdPartyCredentialId", word: credential?.name },
  ] as const;
  return narrowed.map(
    ({ name, word }) =>
      choice[name] !== undefined && (
        <button
          key={name}
          type="button"
          onClick={() => onChoose(name, null)}
          className="inline-flex h-8 max-w-60 items-center gap-1.5 rounded-md border border-edge/60 bg-surface px-2.5 text-sm hover:bg-hover"
        >
          <span className="truncate">Only {word ?? "one"}</span>
          <X aria-hidden className="size-3.5 shrink-0 text-faint" />
          <span className="sr-only">Show all</span>
        </button>
      ),
  );
}
