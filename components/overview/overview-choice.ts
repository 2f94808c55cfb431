/** The overview table's filter and order in the URL. */
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

/** Each meaningless word is left out. */
export function overviewChoice(params: Params): OverviewChoice {
  const given = NAMES.flatMap((name) => {
    const value = params.get(name)?.trim() ?? "";
    return value !== "" && MEANS_SOMETHING[name](value) ? [[name, value] as const] : [];
  });
  return Object.fromEntries(given);
}

/** A column's first sort direction: what needs attention comes first. */
const DESCENDING_FIRST: readonly OverviewSort[] = ["age"];
/** Worst first only. The reverse would help nobody. */
const ONE_WAY: readonly OverviewSort[] = ["state", "owed"];

export type Sorting = { sort: OverviewSort; order: OverviewOrder };

export function sortingOf({ sort = "state", order = "asc" }: OverviewChoice): Sorting {
  return { sort, order: ONE_WAY.includes(sort) ? "asc" : order };
}

/** The effect of a click on a column head. */
export function nextSorting(current: Sorting, sort: OverviewSort): Sorting {
  const first = DESCENDING_FIRST.includes(sort) ? "desc" : "asc";
  if (sort !== current.sort || ONE_WAY.includes(sort)) return { sort, order: first };
  return { sort, order: current.order === "asc" ? "desc" : "asc" };
}
