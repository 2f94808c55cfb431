/**
 * Where a key works. A project with data residency answers only at its region's host. Any other host answers
 * its keys with 401 `incorrect_hostname` (OpenAI's guide on data residency).
 */
import { regionOf } from "../residency";

export type Addresses = {
  /** The URL of the admin API and of every project without a region. No trailing slash. */
  baseUrl: string;
  /** The URL of a region, with `{region}` for eu, us, jp, …. Null or left out: every region uses `baseUrl`. */
  regionalBaseUrl?: string | null;
};

/** Only the two region letters come from OpenAI. Nothing else of its text becomes part of a URL. */
export function baseUrlFor({ baseUrl, regionalBaseUrl }: Addresses, residency: string | null): string {
  const region = regionOf(residency);
  return region === null || regionalBaseUrl == null ? baseUrl : regionalBaseUrl.replace("{region}", region);
}
