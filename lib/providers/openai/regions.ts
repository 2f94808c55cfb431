/**
 * Where a key works. A project with data residency answers only at its region's host, and any other host answers its
 * keys with 401 `incorrect_hostname` (OpenAI's guide on data residency).
 */
import { regionOf } from "../residency";

export type Addresses = {
  /** Where the admin API is, and every project without a region. No slash at its end. */
  baseUrl: string;
  /** The same for a region, with `{region}` in the place of eu, us, jp, …; null or left out: every region at `baseUrl`. */
  regionalBaseUrl?: string | null;
};

/** Never made from anything that OpenAI or a project's name says but two letters. */
export function baseUrlFor({ baseUrl, regionalBaseUrl }: Addresses, residency: string | null): string {
  const region = regionOf(residency);
  return region === null || regionalBaseUrl == null ? baseUrl : regionalBaseUrl.replace("{region}", region);
}
