/** Where a provider keeps a project's data, in OpenAI's words: GLOBAL, EU_STORAGE_PROCESSING, JP_STORAGE, … */

/** The region in such words. Read by PostgreSQL too. */
export const REGION_PATTERN = "^([A-Z]{2})(?:_|$)";
const REGION = new RegExp(REGION_PATTERN);

/** The region in it, such as eu; null for GLOBAL, and for words that this version does not know. */
export function regionOf(residency: string | null | undefined): string | null {
  const [, region] = REGION.exec(residency ?? "") ?? [];
  return region?.toLowerCase() ?? null;
}

/** Where keys of projects without a region are tried. */
export const GLOBAL_ADDRESS = "global";

/** A name for the address where a project's keys are tried: one for each region, and one for all others. */
export function keyAddressOf(residency: unknown): string {
  return (typeof residency === "string" ? regionOf(residency) : null) ?? GLOBAL_ADDRESS;
}

/** As answers carry it: left out where keys of the project work anywhere. */
export function shownResidency(residency: string | null): string | undefined {
  return regionOf(residency) === null ? undefined : (residency ?? undefined);
}
