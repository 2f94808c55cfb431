/** What the address says of the overview's table: which rows, in which order. */
import { isId } from "@/lib/formats/id";
import {
  OVERVIEW_ORDERS,
  OVERVIEW_SEARCH_MAX_LENGTH,
  OVERVIEW_SORTS,
  OVERVIEW_STATES,
  type OverviewOrder,
  type OverviewSort,
} from "@/lib/lists/overview";
import type { OverviewChoice } from "@/lib/client/overview";

const NAMES = ["sort", "order", "state", "environmentId", "thirdPartyCredentialId", "search"] as const;
export type ChoiceName = (typeof NAMES)[number];
type Params = { get(name: string): string | null };

const oneOf = (words: readonly string[]) => (value: string) => words.includes(value);
const MEANS_SOMETHING: Record<ChoiceName, (value: string) => boolean> = {
  sort: oneOf(OVERVIEW_SORTS),
  order: oneOf(OVERVIEW_ORDERS),
  state: oneOf(OVERVIEW_STATES),
  environmentId: isId,
  thirdPartyCredentialId: isId,
  search: (value) => value.length <= OVERVIEW_SEARCH_MAX_LENGTH,
};

/** A word that means nothing is left out, each by itself. */
export function overviewChoice(params: Params): OverviewChoice {
  const given = NAMES.flatMap((name) => {
    const value = params.get(name)?.trim() ?? "";
    return value !== "" && MEANS_SOMETHING[name](value) ? [[name, value] as const] : [];
  });
  return Object.fromEntries(given);
}

/** How a column is first sorted by: what wants attention comes first. */
const DESCENDING_FIRST: readonly OverviewSort[] = ["age"];
/** The worst first, or the other way round of no use to anybody. */
const ONE_WAY: readonly OverviewSort[] = ["state", "owed"];

export type Sorting = { sort: OverviewSort; order: OverviewOrder };

export function sortingOf({ sort = "state", order = "asc" }: OverviewChoice): Sorting {
  return { sort, order: ONE_WAY.includes(sort) ? "asc" : order };
}

/** What a press on a column's head asks for. */
export function nextSorting(current: Sorting, sort: OverviewSort): Sorting {
  const first = DESCENDING_FIRST.includes(sort) ? "desc" : "asc";
  if (sort !== current.sort || ONE_WAY.includes(sort)) return { sort, order: first };
  return { sort, order: current.order === "asc" ? "desc" : "asc" };
}
