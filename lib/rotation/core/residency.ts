/** Where a provider keeps a project's data, in OpenAI's words: GLOBAL, EU_STORAGE_PROCESSING, JP_STORAGE, … */

/** The region in it, such as eu; null for GLOBAL, and for words that this version does not know. */
export function regionOf(residency: string | null | undefined): string | null {
  const [, region] = /^([A-Z]{2})(?:_|$)/.exec(residency ?? "") ?? [];
  return region?.toLowerCase() ?? null;
}

/** As answers carry it: left out where keys of the project work anywhere. */
export function shownResidency(residency: string | null): string | undefined {
  return regionOf(residency) === null ? undefined : (residency ?? undefined);
}
