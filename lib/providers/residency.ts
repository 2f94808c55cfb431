/** Where a provider keeps a project's data, in OpenAI's words: GLOBAL, EU_STORAGE_PROCESSING, JP_STORAGE, … */

/** The region in such words. PostgreSQL uses it too. */
export const REGION_PATTERN = "^([A-Z]{2})(?:_|$)";
const REGION = new RegExp(REGION_PATTERN);

/** The region, such as eu. Null for GLOBAL, and for words that this version doesn't know. */
export function regionOf(residency: string | null | undefined): string | null {
  const [, region] = REGION.exec(residency ?? "") ?? [];
  return region?.toLowerCase() ?? null;
}

/** Where keys of projects without a region are checked. */
export const GLOBAL_ADDRESS = "global";

/** A name for the URL at which a project's keys are checked: one for each region, and one for all others. */
export function keyAddressOf(residency: unknown): string {
  return (typeof residency === "string" ? regionOf(residency) : null) ?? GLOBAL_ADDRESS;
}

/** In the form of API responses: left out if the project's keys work anywhere. */
export function shownResidency(residency: string | null): string | undefined {
  return regionOf(residency) === null ? undefined : (residency ?? undefined);
}
